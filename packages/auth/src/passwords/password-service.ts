import {
  type ChangePasswordInput,
  normalizePassword,
  type PasswordContext,
  passwordMaxLength,
  type PasswordPolicyView,
  type SessionId,
  type SetPasswordInput,
  type SignInInput,
  type SignUpInput,
  type StepUpInput,
  type UserId,
} from '@latchkey/schema'
import type { Captcha } from '../captcha/captcha.ts'
import { AuthError } from '../core/auth-error.ts'
import { newId, type RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { requireCanonical } from '../core/require-canonical.ts'
import type { Events } from '../events/events.ts'
import { type Consumption, type Limits, RateLimitedError } from '../limits/limits.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Session } from '../sessions/session.ts'
import { endingEvents } from '../sessions/end-sessions.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { IssuedSession, SessionClient } from '../sessions/start-session.ts'
import type { RotatedSession } from '../sessions/step-up.ts'
import type { User } from '../users/user.ts'
import type { BreachedPasswords } from './breached-passwords.ts'
import type { BrowserMarks, BrowserMarkService } from './browser-marks.ts'
import type { HashingSource, PasswordHasher, PasswordVerification } from './password-hasher.ts'
import { checkNewPassword, type PasswordPolicy } from './password-policy.ts'
import type { PasswordStore } from './password-store.ts'

/** A password that was accepted in a browser, and the marks by which that browser is recognised from now on. */
export interface MarkedSession extends IssuedSession {
  readonly browserMarks: BrowserMarks
}

export interface SignedIn extends MarkedSession {
  readonly user: User
}

/** The request that signs in, and the session that the same browser already has, if any. */
export interface SignInContext {
  readonly request: RequestInfo
  readonly replaces: Session | null
  /** The marks that the browser sent, if any. */
  readonly browserMarks?: string | null
  /** Set when an OAuth client receives the tokens of the session. */
  readonly client?: SessionClient
}

export interface PasswordServiceDependencies {
  readonly passwords: PasswordStore
  readonly sessions: Sessions
  readonly hasher: PasswordHasher
  readonly limits: Limits
  readonly captcha: Captcha
  readonly events: Events
  readonly policy: PasswordPolicy
  readonly breachedPasswords: BreachedPasswords
  readonly marks: BrowserMarkService
  readonly now: () => Date
  readonly random: RandomBytes
}

/** A try of a password. */
interface PasswordAttempt {
  readonly password: string
  /** The stored hash; `null` when there is no user or no password. */
  readonly hash: string | null
  readonly userId: UserId | null
  /** The signed-in session in which it is tried, if any. */
  readonly sessionId: SessionId | null
  /** The canonical email, which rate limits count under. */
  readonly account: string
  /** What the browser is recognised by: a mark of the account, or the signed-in session. */
  readonly browser: string | null
  readonly request: RequestInfo
  readonly failure: 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
}

/** Signs up and in with passwords, and changes them. */
export class PasswordService {
  readonly #deps: PasswordServiceDependencies

  constructor(deps: PasswordServiceDependencies) {
    this.#deps = deps
  }

  /** Returns what a new password must be, and whom to ask about a forgotten one. */
  policy(): PasswordPolicyView {
    const { minLength, support } = this.#deps.policy
    return { minLength, maxLength: passwordMaxLength, support }
  }

  /**
   * Creates a user with a password and signs them in.
   *
   * @throws AuthError `CAPTCHA_REQUIRED`, `CAPTCHA_REFUSED`, `EMAIL_TAKEN`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`,
   *   `RATE_LIMITED`
   */
  async signUp(input: SignUpInput, { request, replaces, browserMarks = null }: SignInContext): Promise<SignedIn> {
    const { passwords, sessions, now, random } = this.#deps
    const email = requireCanonical(input.email)
    const hash = await this.hashForSignUp(input, request)
    const user: User = {
      id: newId(random) as UserId,
      email,
      emailProvenAt: null,
      name: input.name,
      role: 'user',
      createdAt: now(),
    }
    const starting = {
      user,
      method: 'password',
      secondFactor: 'ask',
      remember: input.remember ?? false,
      request,
      replaces,
      client: null,
    } as const
    const issued = await sessions.start(starting, async (start, record) => {
      const outcome = await passwords.signUp({ user, hash, start }, (started) =>
        record(started, {
          type: 'signed_up',
          at: now(),
          userId: user.id,
          sessionId: start.session.id,
          method: 'password',
          request,
        }),
      )
      return outcome === 'email_taken' ? null : outcome
    })
    if (issued === null) throw new AuthError('EMAIL_TAKEN')
    return { ...issued, user, browserMarks: this.#deps.marks.renew(browserMarks, { verified: null, stored: hash }) }
  }

  /**
   * Returns the hash of the password of a sign-up, which counts as an attempt once its CAPTCHA has passed.
   *
   * @throws AuthError `CAPTCHA_REQUIRED`, `CAPTCHA_REFUSED`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`, `RATE_LIMITED`
   */
  async hashForSignUp(input: SignUpInput, request: RequestInfo): Promise<string> {
    await this.#deps.captcha.check(input.captcha, request)
    const account = requireCanonical(input.email)
    const failed = { type: 'sign_up_failed', userId: null, sessionId: null, request } as const
    // Never told an outcome: a sign-up counts in memory, whatever becomes of it.
    await this.#consume(failed, { account, browser: null })
    return this.hashNew(input.password, { email: account, name: input.name }, request)
  }

  /**
   * Returns the hash of a new password of a user.
   *
   * @throws AuthError `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`
   */
  async hashNew(
    typed: string,
    user: { readonly email: string; readonly name: string },
    request: RequestInfo,
  ): Promise<string> {
    return this.#hashNew(typed, user, { ip: request.ip, account: user.email, recognised: false })
  }

  /**
   * Signs in with a password. The same answer, at the same cost, for an unknown address, a user without a password and a
   * wrong password (OWASP ASVS 5.0, 6.3.8).
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`
   */
  async signIn(input: SignInInput, context: SignInContext): Promise<SignedIn> {
    const { passwords, sessions, now } = this.#deps
    const { request, replaces, client = null, browserMarks = null } = context
    const email = requireCanonical(input.email)
    const found = await passwords.findByEmail(email)
    const hash = await this.#verify({
      password: input.password,
      hash: found?.hash ?? null,
      userId: found?.user.id ?? null,
      sessionId: null,
      account: email,
      browser: this.#deps.marks.recognise(browserMarks, found?.hash ?? null),
      request,
      failure: 'sign_in_failed',
    })
    if (found === null) throw new AuthError('INVALID_CREDENTIALS')

    const { user } = found
    const remember = input.remember ?? false
    const starting = { user, method: 'password', secondFactor: 'ask', remember, request, replaces, client } as const
    const issued = await sessions.start(starting, (start, record) =>
      passwords.signIn({ userId: user.id, hash, start }, (started) =>
        record(started, {
          type: 'signed_in',
          at: now(),
          userId: user.id,
          sessionId: start.session.id,
          method: 'password',
          request,
        }),
      ),
    )
    // The hash changed since it was verified. The new one may be of the same password: the next try tells.
    if (issued === null) return this.signIn(input, context)
    const renewed = this.#deps.marks.renew(browserMarks, { verified: found.hash, stored: hash })
    return { ...issued, user, browserMarks: renewed }
  }

  /**
   * Records a step-up on the calling session, which gets a new token.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`, `SESSION_ENDED`
   */
  async stepUp(caller: Caller, input: StepUpInput, request: RequestInfo): Promise<RotatedSession> {
    await this.#verifyCaller(caller, input.password, request, 'step_up_failed')
    return this.#deps.sessions.stepUp(caller, 'password', request)
  }

  /**
   * Sets another password, gives the calling session a new token and ends every other session of the user. `cookie` has
   * the marks that the browser sent, if any.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `PASSWORD_UNCHANGED`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`,
   *   `RATE_LIMITED`, `SESSION_ENDED` when the session or the password changed in the meantime
   */
  async change(
    caller: Caller,
    input: ChangePasswordInput,
    request: RequestInfo,
    cookie: string | null = null,
  ): Promise<MarkedSession & { endedSessions: number }> {
    const { passwords, sessions, now } = this.#deps
    const { user, session } = caller
    const from = await this.#verifyCaller(caller, input.currentPassword, request, 'password_change_failed')
    // Compared once the current one is verified: it tells a stranger nothing.
    if (normalizePassword(input.newPassword) === normalizePassword(input.currentPassword)) {
      throw new AuthError('PASSWORD_UNCHANGED')
    }
    const to = await this.#hashNew(input.newPassword, user, sourceOf(caller, request))
    const at = now()
    const ending = { at, reason: 'password_changed', by: session.id } as const
    const inSession = { at, sessionId: session.id, request }
    const rotated = await sessions.rotate(caller, (rotation, record) =>
      passwords.change({ userId: user.id, from, to, rotation, ending }, ({ ended, connectedAccounts }) =>
        record(
          {
            type: 'password_changed',
            userId: user.id,
            endedSessions: ended.length,
            connectedAccounts,
            ...inSession,
          },
          ...endingEvents(user.id, ended, { endReason: 'password_changed', ...inSession }),
        ),
      ),
    )
    const browserMarks = this.#deps.marks.renew(cookie, { verified: from, stored: to })
    return { token: rotated.token, session: rotated.session, endedSessions: rotated.outcome.ended.length, browserMarks }
  }

  /**
   * Gives a user who signs in through providers a password, and the calling session a new token. `cookie` as in
   * {@link change}.
   *
   * @throws AuthError `SUDO_REQUIRED`, `PASSWORD_ALREADY_SET`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`,
   *   `SESSION_ENDED`
   */
  async set(
    caller: Caller,
    input: SetPasswordInput,
    request: RequestInfo,
    cookie: string | null = null,
  ): Promise<MarkedSession> {
    const { passwords, sessions, now } = this.#deps
    const { user, session } = caller
    sessions.requireRecentStepUp(caller)
    const hash = await this.#hashNew(input.newPassword, user, sourceOf(caller, request))
    const at = now()
    const issued = await sessions.rotate(caller, async (rotation, record) => {
      const outcome = await passwords.set({ userId: user.id, hash, rotation, now: at }, () =>
        record({ type: 'password_set', at, userId: user.id, sessionId: session.id, request }),
      )
      if (outcome === 'has_password') throw new AuthError('PASSWORD_ALREADY_SET')
      return outcome === 'session_ended' ? null : outcome
    })
    const browserMarks = this.#deps.marks.renew(cookie, { verified: null, stored: hash })
    return { ...issued, browserMarks }
  }

  async #verifyCaller(
    { user, session }: Caller,
    password: string,
    request: RequestInfo,
    failure: PasswordAttempt['failure'],
  ): Promise<string> {
    const hash = await this.#deps.passwords.findHash(user.id)
    return this.#verify({
      password,
      hash,
      userId: user.id,
      sessionId: session.id,
      account: user.email,
      // A signed-in session is a recognised browser: strangers who use up the account's limit can't keep it from stepping up.
      browser: session.id,
      request,
      failure,
    })
  }

  /**
   * Returns the stored hash that the password matches, which is a new one where the parameters have changed. The attempt
   * is counted first, so that parallel guesses can't exceed the limit.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`
   */
  async #verify(attempt: PasswordAttempt): Promise<string> {
    const { passwords, hasher, events, now } = this.#deps
    const { hash, userId, sessionId, request } = attempt
    const failed = { type: attempt.failure, userId, sessionId, request }
    const password = normalizePassword(attempt.password)
    const source = { ip: request.ip, account: attempt.account, recognised: attempt.browser !== null }

    const consumption = await this.#consume(failed, attempt)
    const parametersInUse = await passwords.parametersInUse()
    if (!(await this.#matches({ hash, password, parametersInUse }, source, consumption)) || hash === null) {
      await events.recordFailure((entries) => consumption.fail(entries), {
        ...failed,
        at: now(),
        cause: 'wrong_password',
      })
      throw new AuthError('INVALID_CREDENTIALS')
    }
    await consumption.succeed()
    return userId !== null && hasher.needsRehash(hash) ? this.#rehash(userId, hash, password, source) : hash
  }

  /** Counts an attempt; one over the limit leaves an event. */
  async #consume(
    failed: {
      readonly type: 'sign_up_failed' | PasswordAttempt['failure']
      readonly userId: UserId | null
      readonly sessionId: SessionId | null
      readonly request: RequestInfo
    },
    { account, browser }: { readonly account: string; readonly browser: string | null },
  ): Promise<Consumption> {
    const { limits, events, now } = this.#deps
    try {
      return await limits.consume('passwordAttempt', { account, network: failed.request.ip, browser })
    } catch (error) {
      if (error instanceof RateLimitedError) {
        const { by, isFirst, store } = error
        // What a network is refused is no event of the account that it tried last.
        const first = isFirst && by !== 'network' && by !== 'block'
        await events.recordFailure(store, { ...failed, at: now(), cause: 'rate_limited', first })
      }
      throw error
    }
  }

  /** A verification that could not be made for want of capacity is not an attempt. */
  async #matches(
    verification: PasswordVerification,
    source: HashingSource,
    consumption: Consumption,
  ): Promise<boolean> {
    try {
      return await this.#deps.hasher.verify(verification, source)
    } catch (error) {
      if (error instanceof AuthError) await consumption.cancel()
      throw error
    }
  }

  /** Replaces a hash that was made with old parameters now, because the plain password is known only now. */
  async #rehash(userId: UserId, from: string, password: string, source: HashingSource): Promise<string> {
    try {
      const to = await this.#deps.hasher.hash(password, source)
      return (await this.#deps.passwords.rehash({ userId, from, to })) ? to : from
    } catch (error) {
      // Too busy to hash once more: the password was right all the same, and the next sign-in replaces the hash.
      if (!(error instanceof AuthError)) throw error
      return from
    }
  }

  async #hashNew(typed: string, context: PasswordContext, source: HashingSource): Promise<string> {
    const password = normalizePassword(typed)
    checkNewPassword(password, this.#deps.policy, context)
    if (await this.#deps.breachedPasswords.includes(password)) throw new AuthError('PASSWORD_TOO_COMMON')
    return this.#deps.hasher.hash(password, source)
  }
}

/** A signed-in session is a recognised browser. */
function sourceOf({ user }: Caller, { ip }: RequestInfo): HashingSource {
  return { ip, account: user.email, recognised: true }
}
