import {
  canonicalEmail,
  type ChangePasswordInput,
  normalizePassword,
  passwordMaxLength,
  type PasswordPolicyView,
  type SetPasswordInput,
  type SignInInput,
  type SignUpInput,
  type StepUpInput,
} from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { AttemptKeys, AttemptLimiter } from '../limits/attempt-limiter.ts'
import { NetworkSlots } from '../limits/network-slots.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { Session, SessionId } from '../sessions/session.ts'
import { endingEvents, type Holder, type IssuedSession, type SessionService } from '../sessions/session-service.ts'
import type { User, UserId } from '../users/user.ts'
import { loadCommonPasswords } from './common-passwords.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { checkNewPassword, type PasswordContext, type PasswordPolicy } from './password-policy.ts'
import type { PasswordStore } from './password-store.ts'

export interface SignedIn extends IssuedSession {
  readonly user: User
}

/** Where a sign-in comes from, and the session that the same browser already has, if any. */
export interface Arrival {
  readonly client: ClientInfo
  readonly replaces: Session | null
  /** Set for a client that holds no cookie. */
  readonly holder?: Holder
}

export interface PasswordServiceDependencies {
  readonly passwords: PasswordStore
  readonly sessions: SessionService
  readonly hasher: PasswordHasher
  readonly limiter: AttemptLimiter
  readonly events: EventRecorder
  readonly policy: PasswordPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Of the hashes that may wait or run, what one network may have: an office signing in at nine, not a flood. */
const hashesPerNetwork = 20

export class PasswordService {
  readonly #deps: PasswordServiceDependencies
  readonly #slots = new NetworkSlots(hashesPerNetwork)
  #common: Promise<ReadonlySet<string>> | null = null

  constructor(deps: PasswordServiceDependencies) {
    this.#deps = deps
  }

  /** What a new password must be here. */
  policy(): PasswordPolicyView {
    return { minLength: this.#deps.policy.minLength, maxLength: passwordMaxLength }
  }

  /**
   * Makes a user with a password and signs them in.
   *
   * @throws AuthError `EMAIL_TAKEN`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`, `RATE_LIMITED`
   */
  async signUp(input: SignUpInput, { client, replaces }: Arrival): Promise<SignedIn> {
    const { passwords, sessions, limiter, events, now, random } = this.#deps
    const email = requireCanonical(input.email)
    const limited = await limiter.attempt({ account: email, ip: client.ip })
    if (limited !== null) {
      const nobody = { userId: null, sessionId: null, client }
      const { wait, first } = limited
      await events.record({ type: 'sign_up_failed', at: now(), ...nobody, cause: 'rate_limited', first })
      throw new AuthError('RATE_LIMITED', wait)
    }

    const hash = await this.#hashNew(input.password, { email, name: input.name }, client.ip)
    const user: User = {
      id: newId(random) as UserId,
      email,
      emailProvenAt: null,
      name: input.name,
      role: 'user',
      createdAt: now(),
    }
    const issued = sessions.draft({ user, method: 'password', remember: input.remember ?? false, client })
    const outcome = await passwords.signUp({ user, hash, session: issued.session })
    if (outcome === 'email_taken') throw new AuthError('EMAIL_TAKEN')
    await sessions.replace(replaces, issued.session, client)
    const { id: sessionId } = issued.session
    await events.record({ type: 'signed_up', at: now(), userId: user.id, sessionId, method: 'password', client })
    return { ...issued, user }
  }

  /**
   * Signs in with a password. The same answer, at the same cost, for an unknown address, a user without a password
   * and a wrong password (OWASP ASVS 5.0, 6.3.8).
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`
   */
  async signIn(input: SignInInput, { client, replaces, holder }: Arrival): Promise<SignedIn> {
    const { passwords, sessions, events, now } = this.#deps
    const email = requireCanonical(input.email)
    const found = await passwords.findByEmail(email)
    const userId = found?.user.id ?? null
    const proven = await this.#prove({
      password: input.password,
      hash: found?.hash ?? null,
      userId,
      sessionId: null,
      account: email,
      client,
      failure: 'sign_in_failed',
    })
    if (found === null) throw new AuthError('INVALID_CREDENTIALS')

    const remember = input.remember ?? false
    const kind = holder === undefined ? {} : { holder }
    const issued = await sessions.start({ user: found.user, method: 'password', remember, client, replaces, ...kind })
    const { id: sessionId } = issued.session
    // Asked again now that the session is there: a change of the password since the check has not seen it and could
    // not end it, and one from here on will. Another hash may be of the same password: the next try tells.
    if ((await passwords.findHash(found.user.id)) !== proven) {
      await sessions.abandon(issued.session)
      return this.signIn(input, { client, replaces: null, ...kind })
    }
    await events.record({ type: 'signed_in', at: now(), userId: found.user.id, sessionId, method: 'password', client })
    return { ...issued, user: found.user }
  }

  /**
   * A recent proof of the person on the calling session: a new token, the same session.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`, `SESSION_ENDED`
   */
  async stepUp(caller: Caller, input: StepUpInput, client: ClientInfo): Promise<IssuedSession & { sudoUntil: Date }> {
    const { passwords, sessions, events, now } = this.#deps
    const { user, session } = caller
    await this.#prove({
      password: input.password,
      hash: await passwords.findHash(user.id),
      userId: user.id,
      sessionId: session.id,
      account: user.email,
      client,
      failure: 'step_up_failed',
    })
    const issued = await sessions.stepUp(caller)
    await events.record({
      type: 'stepped_up',
      at: now(),
      userId: user.id,
      sessionId: session.id,
      method: 'password',
      client,
    })
    return issued
  }

  /**
   * Sets another password, gives the calling session a new token and ends every other session of the user.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`, `RATE_LIMITED`,
   *   `SESSION_ENDED` when the session or the password moved on in the meantime
   */
  async change(
    caller: Caller,
    input: ChangePasswordInput,
    client: ClientInfo,
  ): Promise<IssuedSession & { endedSessions: number }> {
    const { passwords, sessions, events, now } = this.#deps
    const { user, session } = caller
    const from = await this.#prove({
      password: input.currentPassword,
      hash: await passwords.findHash(user.id),
      userId: user.id,
      sessionId: session.id,
      account: user.email,
      client,
      failure: 'password_change_failed',
    })
    const to = await this.#hashNew(input.newPassword, user, client.ip)
    const renewed = sessions.draftRenewal(session)
    const at = now()
    const ended = await passwords.change({
      userId: user.id,
      from,
      to,
      session: renewed.rotation,
      ending: { at, reason: 'password_changed', by: session.id },
    })
    if (ended === null) throw new AuthError('SESSION_ENDED')
    sessions.announceChange(user.id)
    const act = { at, sessionId: session.id, client }
    await events.record(
      { type: 'password_changed', userId: user.id, endedSessions: ended.length, ...act },
      ...endingEvents(user.id, ended, { endReason: 'password_changed', ...act }),
    )
    return { token: renewed.token, session: renewed.session, endedSessions: ended.length }
  }

  /**
   * Gives a user who signs in through providers a password, and the calling session a new token.
   *
   * @throws AuthError `SUDO_REQUIRED`, `PASSWORD_ALREADY_SET`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`,
   *   `SESSION_ENDED`
   */
  async set(caller: Caller, input: SetPasswordInput, client: ClientInfo): Promise<IssuedSession> {
    const { passwords, sessions, events, now } = this.#deps
    const { user, session } = caller
    sessions.requireRecentProof(caller)
    const hash = await this.#hashNew(input.newPassword, user, client.ip)
    const renewed = sessions.draftRenewal(session)
    const outcome = await passwords.set({ userId: user.id, hash, session: renewed.rotation, now: now() })
    if (outcome === 'has_password') throw new AuthError('PASSWORD_ALREADY_SET')
    if (outcome === 'session_ended') throw new AuthError('SESSION_ENDED')
    sessions.announceChange(user.id)
    await events.record({ type: 'password_set', at: now(), userId: user.id, sessionId: session.id, client })
    return { token: renewed.token, session: renewed.session }
  }

  /**
   * The stored hash that the password matches, which is a new one where the parameters have moved. Throws unless the
   * password is right. Counts the attempt first, so that parallel guesses can't slip past.
   */
  async #prove(attempt: {
    password: string
    hash: string | null
    userId: UserId | null
    /** The signed-in session in which it is tried, if any. */
    sessionId: SessionId | null
    account: string
    client: ClientInfo
    failure: 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
  }): Promise<string> {
    const { hasher, limiter, events, now } = this.#deps
    const { hash, userId, sessionId, client } = attempt
    const keys = { account: attempt.account, ip: client.ip }
    const failed = { type: attempt.failure, userId, sessionId, client }
    const password = normalizePassword(attempt.password)

    const limited = await limiter.attempt(keys)
    if (limited !== null) {
      await events.record({ ...failed, at: now(), cause: 'rate_limited', first: limited.first })
      throw new AuthError('RATE_LIMITED', limited.wait)
    }
    if (!(await this.#verify(hash, password, keys)) || hash === null) {
      await events.record({ ...failed, at: now(), cause: 'wrong_password' })
      throw new AuthError('INVALID_CREDENTIALS')
    }
    await limiter.forgive(keys)
    return userId !== null && hasher.needsRehash(hash) ? this.#rehash(userId, hash, password) : hash
  }

  /** A check that could not be made for want of capacity is not an attempt. */
  async #verify(hash: string | null, password: string, keys: AttemptKeys): Promise<boolean> {
    try {
      return await this.#slots.hold(keys.ip, () => this.#deps.hasher.verify(hash, password))
    } catch (error) {
      if (error instanceof AuthError) await this.#deps.limiter.refund(keys)
      throw error
    }
  }

  /** The plain password is at hand only now, so a hash made with old parameters is replaced now. */
  async #rehash(userId: UserId, from: string, password: string): Promise<string> {
    try {
      const to = await this.#deps.hasher.hash(password)
      return (await this.#deps.passwords.rehash({ userId, from, to })) ? to : from
    } catch (error) {
      // Too busy to hash once more: the password was right all the same, and there will be another sign-in.
      if (!(error instanceof AuthError)) throw error
      return from
    }
  }

  async #hashNew(typed: string, context: PasswordContext, ip: string | null): Promise<string> {
    const password = normalizePassword(typed)
    this.#common ??= loadCommonPasswords()
    checkNewPassword(password, this.#deps.policy, context, await this.#common)
    return this.#slots.hold(ip, () => this.#deps.hasher.hash(password))
  }
}

function requireCanonical(typed: string): string {
  const email = canonicalEmail(typed)
  if (email === null) throw new TypeError('an address that the input schema refuses reached the service')
  return email
}
