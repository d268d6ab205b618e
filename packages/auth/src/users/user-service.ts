import { canonicalEmail, type Role } from '@latchkey/schema'
import type { EventSink } from '../events/event-sink.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

export class UserService {
  readonly #users: UserStore
  readonly #events: EventSink
  readonly #now: () => Date

  constructor(deps: { users: UserStore; events: EventSink; now: () => Date }) {
    this.#users = deps.users
    this.#events = deps.events
    this.#now = deps.now
  }

  /**
   * Gives a user a role. Their sessions end: a token that was handed out under one role never acts under another
   * (OWASP ASVS 5.0, 7.2.4). Returns `null` when no user has this address; changes nothing when they have the role.
   */
  async grantRole(email: string, role: Role): Promise<{ user: User; endedSessions: number } | null> {
    const canonical = canonicalEmail(email)
    const user = canonical === null ? null : await this.#users.findByEmail(canonical)
    if (user === null) return null
    if (user.role === role) return { user, endedSessions: 0 }
    const endedSessions = await this.#users.changeRole({ user, role, now: this.#now() })
    this.#events.record({ type: 'role_changed', at: this.#now(), userId: user.id, role, endedSessions })
    return { user: { ...user, role }, endedSessions }
  }
}
