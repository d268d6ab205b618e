import { canonicalEmail, type Role } from '@latchkey/schema'
import type { EventRecorder } from '../events/event-recorder.ts'
import { endingEvents } from '../sessions/session-service.ts'
import type { SessionBus } from '../sessions/watch/session-bus.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

export class UserService {
  readonly #users: UserStore
  readonly #events: EventRecorder
  readonly #bus: SessionBus
  readonly #now: () => Date

  constructor(deps: { users: UserStore; events: EventRecorder; bus: SessionBus; now: () => Date }) {
    this.#users = deps.users
    this.#bus = deps.bus
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
    const at = this.#now()
    const ended = await this.#users.changeRole({ user, role, now: at })
    this.#bus.publish(user.id)
    await this.#events.record(
      { type: 'role_changed', at, userId: user.id, role, endedSessions: ended.length },
      ...endingEvents(user.id, ended, { at, endReason: 'role_changed', sessionId: null, client: null }),
    )
    return { user: { ...user, role }, endedSessions: ended.length }
  }
}
