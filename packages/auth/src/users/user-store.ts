import type { Role } from '@latchkey/schema'
import type { NamedSession } from '../sessions/session.ts'
import type { User } from './user.ts'

export interface UserStore {
  /** By canonical e-mail. */
  findByEmail(email: string): Promise<User | null>

  /**
   * Atomic: gives the user a role and ends all their live sessions with `role_changed`, or does neither.
   * Returns the sessions that ended.
   */
  changeRole(change: { user: User; role: Role; now: Date }): Promise<readonly NamedSession[]>
}
