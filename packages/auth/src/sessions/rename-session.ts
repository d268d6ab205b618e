import type { SessionId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from './caller.ts'
import type { ListedSession } from './list-sessions.ts'
import { namedSession, type Session } from './session.ts'
import type { SessionBus } from './session-bus.ts'
import type { SessionStore } from './session-store.ts'

export interface RenameSession {
  /**
   * Gives one of the caller's live sessions a name, or with `null` takes it away. The name that it has already is no
   * change. Returns the session.
   *
   * @throws AuthError `SESSION_NOT_FOUND` for an unknown or ended id and for another user's alike
   * @throws AuthError `RATE_LIMITED`
   */
  rename(caller: Caller, id: string, name: string | null, request: RequestInfo): Promise<ListedSession>
}

/** Returns the part of `Sessions` that renames a session. */
export function renameSession({
  store,
  events,
  limits,
  bus,
  toListed,
  now,
}: {
  readonly store: SessionStore
  readonly events: Events
  readonly limits: Limits
  readonly bus: SessionBus
  readonly toListed: (session: Session) => ListedSession
  readonly now: () => Date
}): RenameSession {
  return {
    async rename({ user, session }, id, name, request) {
      const target = { id: id as SessionId, userId: user.id }
      const known = await store.findLiveById(target, now())
      if (known === null) throw new AuthError('SESSION_NOT_FOUND')
      if (known.session.givenName === name) return toListed(known.session)
      await limits.consume('sessionRename', { user: user.id })
      const at = now()
      const renamed = await events.commit((record) =>
        store.rename(target, name, at, (changed) =>
          record({
            type: 'session_renamed',
            at,
            userId: user.id,
            sessionId: session.id,
            // The name that it is derived from, since the given one changes.
            target: namedSession({ ...changed, givenName: null }),
            name,
            request,
          }),
        ),
      )
      if (renamed === null) throw new AuthError('SESSION_NOT_FOUND')
      bus.publish(user.id)
      return toListed(renamed)
    },
  }
}
