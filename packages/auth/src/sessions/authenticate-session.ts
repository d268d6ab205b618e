import type { SessionId, UserId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { hashSecret, parseSecret } from '../core/secret.ts'
import type { Caller } from './caller.ts'
import type { LuciaSessions } from './lucia/lucia-sessions.ts'
import type { EndedSession } from './session.ts'
import type { SessionActivity } from './session-activity.ts'
import { renewedIdleExpiry, type SessionPolicy } from './session-lifetime.ts'
import type { SessionStore } from './session-store.ts'

/** A use of a session. */
export interface SessionUse {
  readonly ip: string | null
  /** The page calls by itself while its user does nothing: the session counts as seen, and its idle limit stays. */
  readonly userIsIdle?: boolean
}

export interface AuthenticateSession {
  /**
   * Returns the caller that the value of a session cookie stands for. `null` when it is not a token, was never issued, or
   * its session ended or passed one of its limits. One read. With a `use` the session counts as seen, and its idle limit
   * moves, at most once in half an idle period: the only write. Without one (`null`) the session is only listened to.
   */
  authenticate(cookieValue: string, use: SessionUse | null): Promise<Caller | null>

  /**
   * As {@link AuthenticateSession.authenticate}, for a client session that was authenticated by an access token. `null`
   * for a browser session.
   */
  authenticateClient(target: { id: SessionId; userId: UserId }, use: SessionUse | null): Promise<Caller | null>

  /**
   * Checks the calling session again, before a change that is made seconds after it was authenticated.
   *
   * @throws AuthError `SESSION_ENDED`
   */
  requireLive(caller: Caller): Promise<void>

  /** Returns how the session ended that a cookie stood for; `null` when it is live, or when nothing is on record. */
  ending(cookieValue: string): Promise<EndedSession | null>
}

/** Returns the part of `Sessions` that authenticates. */
export function authenticateSession({
  store,
  lucia,
  activity,
  policy,
  now,
}: {
  readonly store: SessionStore
  readonly lucia: LuciaSessions
  readonly activity: SessionActivity
  readonly policy: SessionPolicy
  readonly now: () => Date
}): AuthenticateSession {
  async function used(caller: Caller, { ip, userIsIdle = false }: SessionUse): Promise<Caller> {
    const { session } = caller
    const at = now()
    activity.note(session, { at, ip })
    if (userIsIdle) return caller
    const lifetime = session.remembered ? policy.remembered : policy.browser
    const idleExpiresAt = renewedIdleExpiry(session, lifetime, at)
    if (idleExpiresAt === null) return caller
    try {
      await store.renew(session.tokenHash, idleExpiresAt)
      return { ...caller, session: { ...session, idleExpiresAt } }
    } catch {
      // A store that can't be written does not refuse a read: the next request renews.
      return caller
    }
  }

  return {
    async authenticate(cookieValue, use) {
      const token = parseSecret<'session token'>(cookieValue)
      if (token === null) return null
      const found = await lucia.validate(hashSecret(token))
      return found === null || use === null ? found : used(found, use)
    },

    async authenticateClient(target, use) {
      const found = await store.findLiveById(target, now())
      if (found === null || found.session.kind !== 'client') return null
      return use === null ? found : used(found, use)
    },

    async requireLive({ session }) {
      if ((await lucia.validate(session.tokenHash)) === null) throw new AuthError('SESSION_ENDED')
    },

    async ending(cookieValue) {
      const token = parseSecret<'session token'>(cookieValue)
      return token === null ? null : store.findEndedByToken(hashSecret(token), now())
    },
  }
}
