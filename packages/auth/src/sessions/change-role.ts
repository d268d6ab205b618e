import { canonicalEmail, type Role } from '@latchkey/schema'
import type { Events } from '../events/events.ts'
import type { User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { SessionBus } from './session-bus.ts'
import { endingEvents } from './end-sessions.ts'
import type { SessionStore } from './session-store.ts'

export interface ChangeRole {
  /**
   * Gives a user a role. Their sessions end: a token that was handed out under one role never acts under another (OWASP
   * ASVS 5.0, 7.2.4). Returns the user and how many sessions ended; `null` when no user has this address. A user who has
   * the role already is not changed.
   */
  changeRole(email: string, role: Role): Promise<{ user: User; endedSessions: number } | null>
}

/** Returns the part of `Sessions` that changes a user's role. */
export function changeRole({
  store,
  users,
  events,
  bus,
  now,
}: {
  readonly store: SessionStore
  readonly users: UserStore
  readonly events: Events
  readonly bus: SessionBus
  readonly now: () => Date
}): ChangeRole {
  return {
    async changeRole(email, role) {
      const canonical = canonicalEmail(email)
      const user = canonical === null ? null : await users.findByEmail(canonical)
      if (user === null) return null
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
