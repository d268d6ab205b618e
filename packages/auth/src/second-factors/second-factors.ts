import type { ConfirmTotpInput, RecoveryCodeId, SecondFactorMethod, TrustedDeviceId, UserId } from '@latchkey/schema'
import type { AppSecrets } from '../core/app-secrets.ts'
import { AuthError } from '../core/auth-error.ts'
import { describeDevice } from '../core/describe-device.ts'
import { after } from '../core/duration.ts'
import { newId, type RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret, parseSecret } from '../core/secret.ts'
import type { Events } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { Limits } from '../limits/limits.ts'
import type { PasswordHasher } from '../passwords/password-hasher.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import {
  type SignInAttempt,
  triesPerAttempt,
  type TrustedDevice,
  trustedDeviceLifetime,
  type TrustedDeviceToken,
} from '../sessions/sign-in-attempt.ts'
import type { IssuedSession, SessionClient } from '../sessions/start-session.ts'
import type { RotatedSession } from '../sessions/step-up.ts'
import type { User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import { newRecoveryCodes, slotOf } from './recovery-codes.ts'
import type { FactorUse, RecoveryCode, SecondFactorState } from './second-factor.ts'
import type { SecondFactorStore } from './second-factor-store.ts'
import { matchingStep, newTotpSecret, totpUri } from './totp.ts'
import { openTotpSecret, openTotpSetup, sealTotpSecret, sealTotpSetup } from './totp-setup.ts'

/** How many rows of a kind one call of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

/** Of whom this server demands a second factor. */
export type SecondFactorPolicy = 'optional' | 'admins' | 'required'

/** A session that a second factor started. */
export interface CompletedSignIn extends IssuedSession {
  readonly user: User
  /** By which this browser is trusted from now on; `null` where it is not. */
  readonly trustedDevice: TrustedDeviceToken | null
}

/** The sign-in that a code completes, and where. */
export interface Completion {
  /** The secret of the attempt, as it was sent. */
  readonly attempt: string | null
  readonly code: string
  readonly trustDevice: boolean
  readonly request: RequestInfo
  /** The session that the same browser had. */
  readonly replaces: Session | null
  /** The OAuth client that receives the tokens; `null` for a browser. */
  readonly client: SessionClient | null
}

/** What an authenticator app is set up with. */
export interface TotpSetup {
  readonly secret: string
  readonly uri: string
  readonly setup: string
}

export interface SecondFactorsDependencies {
  readonly store: SecondFactorStore
  readonly users: UserStore
  readonly sessions: Sessions
  readonly events: Events
  readonly limits: Limits
  readonly hasher: PasswordHasher
  readonly secrets: AppSecrets
  readonly policy: SecondFactorPolicy
  /** What authenticator apps call this service. */
  readonly issuer: string
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Two-step verification: authenticator apps, recovery codes, and the browsers that are trusted. */
export class SecondFactors {
  readonly #deps: SecondFactorsDependencies

  constructor(deps: SecondFactorsDependencies) {
    this.#deps = deps
  }

  /** Whether this server demands a second factor of a user. */
  isRequiredOf({ role }: Pick<User, 'role'>): boolean {
    const { policy } = this.#deps
    return policy === 'required' || (policy === 'admins' && role === 'admin')
  }

  /**
   * Whether a session has shown less than this server demands of its user. A session that another one approved has what that one
   * had to have.
   */
  isDue({ user, session }: Caller): boolean {
    return session.secondFactor === null && !session.signInMethod.startsWith('approved:') && this.isRequiredOf(user)
  }

  /** Returns the second factors of the caller, and the browsers that are trusted. */
  async list({ user }: Caller): Promise<SecondFactorState & { readonly trustedDevices: readonly TrustedDevice[] }> {
    const { store, now } = this.#deps
    const [state, trustedDevices] = await Promise.all([
      store.findState(user.id),
      store.listTrustedDevices(user.id, now()),
    ])
    return { ...state, trustedDevices }
  }

  /**
   * Offers a secret to the caller's authenticator app. Nothing is stored.
   *
   * @throws AuthError `SECOND_FACTOR_EXISTS`
   */
  async setUp({ user, session }: Caller): Promise<TotpSetup> {
    const { store, secrets, issuer, now, random } = this.#deps
    if ((await store.findTotp(user.id)) !== null) throw new AuthError('SECOND_FACTOR_EXISTS')
    const secret = newTotpSecret(random)
    const owner = { userId: user.id, sessionId: session.id }
    const uri = totpUri({ issuer, account: user.email, secret })
    return { secret, uri, setup: sealTotpSetup(secrets, owner, secret, now()) }
  }

  /**
   * Turns two-step verification on with the first code of the app. The calling session gets a new token. Returns the recovery
   * codes, which are stored as hashes.
   *
   * @throws AuthError `WRONG_SECOND_FACTOR` also for a secret that was offered to another session or too long ago;
   *   `SECOND_FACTOR_EXISTS`, `SESSION_ENDED`, `RATE_LIMITED`
   */
  async confirm(
    caller: Caller,
    { setup, code }: ConfirmTotpInput,
    request: RequestInfo,
  ): Promise<RotatedSession & { readonly recoveryCodes: readonly string[] }> {
    const { store, sessions, secrets, limits, now } = this.#deps
    const { user, session } = caller
    const consumption = await limits.consume('secondFactor', { user: user.id })
    const at = now()
    const secret = openTotpSetup(secrets, { userId: user.id, sessionId: session.id }, setup, at)
    const step = secret === null ? null : matchingStep(secret, code, { lastStep: 0, now: at })
    if (secret === null || step === null) throw new AuthError('WRONG_SECOND_FACTOR')
    await consumption.succeed()
    const { codes, stored } = await this.#newCodes(user, request)
    const totp = {
      userId: user.id,
      sealedSecret: sealTotpSecret(secrets, user.id, secret),
      lastStep: step,
      createdAt: at,
    }
    const event: SecurityEvent = {
      type: 'second_factor_added',
      at,
      userId: user.id,
      sessionId: session.id,
      request,
    }
    const rotated = await sessions.rotate(
      caller,
      async (rotation, record) => {
        const outcome = await store.addTotp({ totp, recoveryCodes: stored, rotation }, () => record(event))
        if (outcome === 'has_totp') throw new AuthError('SECOND_FACTOR_EXISTS')
        return outcome === 'added' ? true : null
      },
      { secondFactor: 'totp' },
    )
    return { ...rotated, recoveryCodes: codes }
  }

  /**
   * Turns two-step verification off: the app, the recovery codes and the trusted browsers are gone.
   *
   * @throws AuthError `NO_SECOND_FACTOR`, `RATE_LIMITED`
   */
  async remove({ user, session }: Caller, request: RequestInfo): Promise<void> {
    const { store, events, limits, now } = this.#deps
    await limits.consume('secondFactorChange', { user: user.id })
    const event = {
      type: 'second_factor_removed',
      at: now(),
      userId: user.id,
      sessionId: session.id,
      request,
    } as const
    const isRemoved = await events.commit((record) => store.removeTotp(user.id, () => record(event)))
    if (!isRemoved) throw new AuthError('NO_SECOND_FACTOR')
  }

  /** Removes the second factors of a user who lost them, for an operator; `false` where there are none. */
  async reset(userId: UserId): Promise<boolean> {
    const { store, events, now } = this.#deps
    const event = { type: 'second_factor_reset', at: now(), userId } as const
    return events.commit((record) => store.removeTotp(userId, () => record(event)))
  }

  /**
   * Replaces the caller's recovery codes; returns the new ones.
   *
   * @throws AuthError `NO_SECOND_FACTOR`, `RATE_LIMITED`
   */
  async renewRecoveryCodes({ user, session }: Caller, request: RequestInfo): Promise<readonly string[]> {
    const { store, events, limits, now } = this.#deps
    await limits.consume('secondFactorChange', { user: user.id })
    const { codes, stored } = await this.#newCodes(user, request)
    const event = {
      type: 'recovery_codes_renewed',
      at: now(),
      userId: user.id,
      sessionId: session.id,
      request,
    } as const
    const isReplaced = await events.commit((record) =>
      store.replaceRecoveryCodes({ userId: user.id, recoveryCodes: stored }, () => record(event)),
    )
    if (!isReplaced) throw new AuthError('NO_SECOND_FACTOR')
    return codes
  }

  /**
   * Steps up with a code of the app or a recovery code.
   *
   * @throws AuthError `WRONG_SECOND_FACTOR`, `RATE_LIMITED`, `SESSION_ENDED`
   */
  async stepUp(caller: Caller, code: string, request: RequestInfo): Promise<RotatedSession> {
    const { store, sessions } = this.#deps
    const { user, session } = caller
    const use = await this.#verify(user, code, { sessionId: session.id, request })
    return sessions.stepUp(caller, use.factor, request, {
      secondFactor: use.factor,
      commit: (rotation, record) => store.stepUp({ userId: user.id, use, rotation }, record),
    })
  }

  /**
   * Returns the sign-in that a browser waits to complete, with the ways in which its second factor may be shown; `null` where
   * there is none, or it has expired.
   */
  async findAttempt(
    token: string | null,
  ): Promise<{ readonly attempt: SignInAttempt; readonly methods: readonly SecondFactorMethod[] } | null> {
    const { store, now } = this.#deps
    const parsed = parseSecret<'sign-in attempt'>(token)
    const attempt = parsed === null ? null : await store.findAttempt(hashSecret(parsed))
    if (attempt === null || attempt.client !== null || attempt.expiresAt <= now()) return null
    return { attempt, methods: await this.methodsOf(attempt) }
  }

  /** Returns the ways in which the second factor of a sign-in may be shown. */
  async methodsOf({ userId }: Pick<SignInAttempt, 'userId'>): Promise<readonly SecondFactorMethod[]> {
    const { recoveryCodesLeft } = await this.#deps.store.findState(userId)
    return recoveryCodesLeft > 0 ? ['totp', 'recovery_code'] : ['totp']
  }

  /**
   * Completes a sign-in with a code of the app or a recovery code, in the browser or for the client that began it.
   *
   * @throws AuthError `ATTEMPT_ENDED`, `WRONG_SECOND_FACTOR`, `RATE_LIMITED`
   */
  async complete({
    attempt: token,
    code,
    trustDevice,
    request,
    replaces,
    client,
  }: Completion): Promise<CompletedSignIn> {
    const { store, users, sessions, now } = this.#deps
    const found = await this.#attemptOf(token, client?.id ?? null, request)
    const user = await users.find(found.userId)
    if (user === null || !(await store.countTry(found.id, triesPerAttempt))) throw new AuthError('ATTEMPT_ENDED')
    const use = await this.#verify(user, code, { sessionId: null, request })
    const trusted = trustDevice && client === null ? this.#trust(user.id, request) : null
    const starting = {
      user,
      method: found.method,
      secondFactor: use.factor,
      remember: found.remember,
      request,
      replaces,
      client,
    }
    const issued = await sessions.start(starting, async (start, record) => {
      const { id: sessionId } = start.session
      const completion = { id: found.id, userId: user.id, now: now(), use, start, trust: trusted?.device ?? null }
      const outcome = await store.complete(completion, (started) =>
        record(
          started,
          { type: 'signed_in', at: start.session.createdAt, userId: user.id, sessionId, method: found.method, request },
          ...(trusted === null ? [] : [this.#deviceEvent('device_trusted', trusted.device, sessionId, request)]),
        ),
      )
      if (outcome === 'attempt_ended') throw new AuthError('ATTEMPT_ENDED')
      if (outcome === 'code_used') throw new AuthError('WRONG_SECOND_FACTOR')
      return outcome
    })
    if (issued === null) throw new AuthError('ATTEMPT_ENDED')
    return { ...issued, user, trustedDevice: trusted?.token ?? null }
  }

  /** Whether a trusted browser is the one that a request comes from. */
  isTrustedDevice({ tokenHash }: TrustedDevice, { trustedDevice = null }: RequestInfo): boolean {
    return trustedDevice !== null && hashSecret(trustedDevice) === tokenHash
  }

  /**
   * Stops trusting a browser of the caller.
   *
   * @throws AuthError `TRUSTED_DEVICE_NOT_FOUND`, `RATE_LIMITED`
   */
  async endTrustedDevice({ user, session }: Caller, id: string, request: RequestInfo): Promise<void> {
    const { store, events, limits } = this.#deps
    await limits.consume('secondFactorChange', { user: user.id })
    const target = { id: id as TrustedDeviceId, userId: user.id }
    const isRemoved = await events.commit((record) =>
      store.removeTrustedDevice(target, (device) =>
        record(this.#deviceEvent('device_untrusted', device, session.id, request)),
      ),
    )
    if (!isRemoved) throw new AuthError('TRUSTED_DEVICE_NOT_FOUND')
  }

  /** Deletes a batch of attempts and trusted browsers that have expired; returns whether there may be more. */
  async sweep(): Promise<boolean> {
    const { store, now } = this.#deps
    return (await store.deleteExpiredBefore(now(), sweepBatch)) >= sweepBatch
  }

  /**
   * Seals the secrets of authenticator apps again that are sealed under an older secret of the configuration, so that that can be
   * removed. What can't be opened stays as it is.
   */
  async reseal(): Promise<void> {
    let last: UserId | null = null
    do {
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      last = await this.#resealPage(last)
    } while (last !== null)
  }

  /** Returns the last user of a page of secrets that are sealed otherwise; `null` after the last page. */
  async #resealPage(previous: UserId | null): Promise<UserId | null> {
    const { store, secrets } = this.#deps
    const page = await store.listTotpSealedOtherwise(secrets.newest, previous, sweepBatch)
    for (const { userId, sealedSecret: from } of page) {
      const secret = openTotpSecret(secrets, userId, from)
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that they take one connection
      if (secret !== null) await store.resealTotp({ userId, from, to: sealTotpSecret(secrets, userId, secret) })
    }
    return page.at(-1)?.userId ?? null
  }

  /** A text that is no attempt of ours, or another client's, counts against its network. */
  async #attemptOf(token: string | null, clientId: string | null, request: RequestInfo): Promise<SignInAttempt> {
    const { store, limits, now } = this.#deps
    const parsed = parseSecret<'sign-in attempt'>(token)
    const attempt = parsed === null ? null : await store.findAttempt(hashSecret(parsed))
    if (attempt === null || attempt.expiresAt <= now() || (attempt.client?.id ?? null) !== clientId) {
      await limits.consume('unknownToken', { network: request.ip })
      throw new AuthError('ATTEMPT_ENDED')
    }
    return attempt
  }

  /**
   * Returns the use of a factor by its code. A wrong code is told to the user: who types it knows the first factor.
   *
   * @throws AuthError `WRONG_SECOND_FACTOR`, `RATE_LIMITED`: counted first, so that parallel guesses can't exceed the limit
   */
  async #verify(
    user: User,
    code: string,
    { sessionId, request }: { readonly sessionId: Session['id'] | null; readonly request: RequestInfo },
  ): Promise<FactorUse> {
    const { events, limits, now } = this.#deps
    const consumption = await limits.consume('secondFactor', { user: user.id })
    const use = /^\d+$/.test(code) ? await this.#totpUse(user.id, code) : await this.#recoveryUse(user, code, request)
    if (use === null) {
      await events.record({
        type: 'second_factor_failed',
        at: now(),
        userId: user.id,
        sessionId,
        cause: 'wrong_code',
        request,
      })
      throw new AuthError('WRONG_SECOND_FACTOR')
    }
    await consumption.succeed()
    return use
  }

  async #totpUse(userId: UserId, code: string): Promise<FactorUse | null> {
    const { store, secrets, now } = this.#deps
    const totp = await store.findTotp(userId)
    const secret = totp === null ? null : openTotpSecret(secrets, userId, totp.sealedSecret)
    if (totp === null || secret === null) return null
    const step = matchingStep(secret, code, { lastStep: totp.lastStep, now: now() })
    return step === null ? null : { factor: 'totp', sealedSecret: totp.sealedSecret, step }
  }

  async #recoveryUse(user: User, code: string, { ip }: RequestInfo): Promise<FactorUse | null> {
    const { store, hasher } = this.#deps
    const stored = await store.findRecoveryCode(user.id, slotOf(code))
    if (stored === null) return null
    const verification = { password: code, hash: stored.hash, parametersInUse: [] }
    const isRight = await hasher.verify(verification, { ip, account: user.email, recognised: true })
    return isRight ? { factor: 'recovery_code', id: stored.id } : null
  }

  async #newCodes(
    user: User,
    { ip }: RequestInfo,
  ): Promise<{ readonly codes: readonly string[]; readonly stored: readonly RecoveryCode[] }> {
    const { hasher, now, random } = this.#deps
    const codes = newRecoveryCodes(random)
    const source = { ip, account: user.email, recognised: true }
    const stored = await Promise.all(
      codes.map(async (code) => ({
        id: newId(random) as RecoveryCodeId,
        userId: user.id,
        slot: slotOf(code),
        hash: await hasher.hash(code, source),
        createdAt: now(),
      })),
    )
    return { codes, stored }
  }

  #trust(userId: UserId, request: RequestInfo): { readonly device: TrustedDevice; readonly token: TrustedDeviceToken } {
    const { now, random } = this.#deps
    const token: TrustedDeviceToken = newSecret(random)
    const at = now()
    const device: TrustedDevice = {
      id: newId(random) as TrustedDeviceId,
      userId,
      tokenHash: hashSecret(token),
      name: describeDevice(request.userAgent, request.hints).name,
      ip: request.ip,
      createdAt: at,
      lastUsedAt: at,
      expiresAt: after(at, trustedDeviceLifetime),
    }
    return { device, token }
  }

  #deviceEvent(
    type: 'device_trusted' | 'device_untrusted',
    { userId, name: label }: TrustedDevice,
    sessionId: Session['id'],
    request: RequestInfo,
  ): SecurityEvent {
    return { type, at: this.#deps.now(), userId, sessionId, label, request }
  }
}
