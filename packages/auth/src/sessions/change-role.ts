import type { Role } from '@latchkey/schema'
import type { Events } from '../events/events.ts'
import type { User } from '../users/user.ts'
import type { SessionBus } from './session-bus.ts'
import { endingEvents } from './end-sessions.ts'
import type { SessionStore } from './session-store.ts'

export interface ChangeRole {
  /**
   * Gives a user a role. Their sessions end: a token that was handed out under one role never acts under another (OWASP
   * ASVS 5.0, 7.2.4). It takes the user, not an address, so that the user who was looked at is the one who is changed.
   * Returns the user and how many sessions ended. A user who has the role already is not changed.
   */
  changeRole(user: User, role: Role): Promise<{ user: User; endedSessions: number }>
}

/** Returns the part of `Sessions` that changes a user's role. */
export function changeRole({
  store,
  events,
  bus,
  now,
}: {
  readonly store: SessionStore
  readonly events: Events
  readonly bus: SessionBus
  readonly now: () => Date
}): ChangeRole {
  return {
    async changeRole(user, role) {
      if (user.role === role) return { user, endedSessions: 0 }
      const at = now()
      const change = { userId: user.id, role, ending: { at, reason: 'role_changed', by: null } } as const
      const cause = { at, endReason: 'role_changed', sessionId: null, request: null } as const
      const ended = await events.commit((record) =>
        store.changeRole(change, (sessions) =>
          record(
            { type: 'role_changed', at, userId: user.id, role, endedSessions: sessions.length },
            ...endingEvents(user.id, sessions, cause),
          ),
        ),
      )
      bus.publish(user.id)
      return { user: { ...user, role }, endedSessions: ended.length }
    },
  }
}
