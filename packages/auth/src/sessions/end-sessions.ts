import type { EndReason, SessionId, UserId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events, Recorder } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { Caller } from './caller.ts'
import type { Ending, NamedSession } from './session.ts'
import type { SessionBus } from './session-bus.ts'
import { hasRecentStepUp } from './session-lifetime.ts'
import type { SessionStore } from './session-store.ts'

export interface EndSessions {
  /**
   * Ends one of the caller's sessions; its token is refused from the next request on. Returns `false` when it had ended
   * already.
   *
   * @throws AuthError `SUDO_REQUIRED` for another session without a recent step-up (OWASP ASVS 5.0, 7.5.2)
   * @throws AuthError `SESSION_NOT_FOUND` for an unknown id and for another user's alike
   */
  end(caller: Caller, id: string, request: RequestInfo): Promise<boolean>

  /**
   * Ends all of the caller's sessions but the calling one; returns how many.
   *
   * @throws AuthError `SUDO_REQUIRED` without a recent step-up
   */
  endOthers(caller: Caller, request: RequestInfo): Promise<number>

  /**
   * Ends all of the caller's sessions, the calling one included; returns how many.
   *
   * @throws AuthError `SUDO_REQUIRED` without a recent step-up
   */
  endAll(caller: Caller, request: RequestInfo): Promise<number>

  /** Ends the calling session. Returns `false` when it had ended already. */
  signOut(caller: Caller, request: RequestInfo): Promise<boolean>

  /**
   * Makes a change of another noun that ends sessions of a user, with its events, and has those who watch them look again.
   * Returns what `change` returns.
   */
  commitEnding<T>(userId: UserId, change: (record: Recorder) => Promise<T>): Promise<T>

  /** Ends a client session of which a single-use secret was presented again: one of its two holders stole it. */
  endForReuse(caller: Caller, what: 'refresh_token' | 'grant', request: RequestInfo): Promise<void>
}

/** Returns the part of `Sessions` that ends sessions. */
export function endSessions({
  store,
  events,
  bus,
  now,
}: {
  readonly store: SessionStore
  readonly events: Events
  readonly bus: SessionBus
  readonly now: () => Date
}): EndSessions {
  function requireRecentStepUp({ session }: Caller): void {
    if (!hasRecentStepUp(session, now())) throw new AuthError('SUDO_REQUIRED')
  }

  async function endAllBut(keep: SessionId | null, caller: Caller, request: RequestInfo): Promise<number> {
    requireRecentStepUp(caller)
    const { user, session } = caller
    const ending: Ending = { at: now(), reason: 'ended_by_user', by: session.id }
    const cause = { at: ending.at, endReason: ending.reason, sessionId: session.id, request }
    const ended = await events.commit((record) =>
      store.endAll({ userId: user.id, keep }, ending, (sessions) => record(...endingEvents(user.id, sessions, cause))),
    )
    bus.publish(user.id)
    return ended.length
  }

  const signOut: EndSessions['signOut'] = async ({ user, session }, request) => {
    const ending: Ending = { at: now(), reason: 'signed_out', by: session.id }
    const event = { type: 'signed_out', at: ending.at, userId: user.id, sessionId: session.id, request } as const
    // By its id, not by its token: another request may have given the session a new one meanwhile.
    const outcome = await events.commit((record) =>
      store.end({ id: session.id, userId: user.id }, ending, () => record(event)),
    )
    if (typeof outcome === 'string') return false
    bus.publish(user.id)
    return true
  }

  return {
    signOut,

    async end(caller, id, request) {
      if (id === caller.session.id) return signOut(caller, request)
      requireRecentStepUp(caller)
      const { user, session } = caller
      const ending: Ending = { at: now(), reason: 'ended_by_user', by: session.id }
      const cause = { at: ending.at, endReason: ending.reason, sessionId: session.id, request }
      const outcome = await events.commit((record) =>
        store.end({ id: id as SessionId, userId: user.id }, ending, (ended) =>
          record(...endingEvents(user.id, [ended], cause)),
        ),
      )
      if (outcome === 'unknown') throw new AuthError('SESSION_NOT_FOUND')
      if (outcome === 'already_ended') return false
      bus.publish(user.id)
      return true
    },

    endOthers: (caller, request) => endAllBut(caller.session.id, caller, request),
    endAll: (caller, request) => endAllBut(null, caller, request),

    async commitEnding(userId, change) {
      const result = await events.commit(change)
      bus.publish(userId)
      return result
    },

    async endForReuse({ user, session }, what, request) {
      const ending: Ending = { at: now(), reason: 'reuse_detected', by: null }
      const { at } = ending
      const reused = { type: 'refresh_token_reused', at, userId: user.id, sessionId: session.id, request } as const
      const cause = { at, endReason: ending.reason, sessionId: null, request }
      const outcome = await events.commit((record) =>
        store.end({ id: session.id, userId: user.id }, ending, (ended) =>
          record(...(what === 'refresh_token' ? [reused] : []), ...endingEvents(user.id, [ended], cause)),
        ),
      )
      if (typeof outcome !== 'string') bus.publish(user.id)
    },
  }
}

/** What ended sessions: when, why, in which session and by which request. */
export interface EndingCause {
  readonly at: Date
  readonly endReason: EndReason
  /** The session in which it was decided; null when it was decided in none. */
  readonly sessionId: SessionId | null
  readonly request: RequestInfo | null
}

/** Returns one event for each session that was ended by the same cause. */
export function endingEvents(
  userId: UserId,
  ended: readonly NamedSession[],
  cause: EndingCause,
): readonly SecurityEvent[] {
  return ended.map(({ id, name }) => ({ type: 'session_ended', userId, target: { id, name }, ...cause }))
}
