import type { UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { User } from './user.ts'

export interface UserStore {
  /** Returns the user with this id, or `null`. */
  find(id: UserId): Promise<User | null>

  /** Returns the user with this canonical email, or `null`. */
  findByEmail(email: string): Promise<User | null>

  /** Atomic: stores the name of a user, with its events. Of concurrent callers the last name stays. */
  rename(change: { readonly id: UserId; readonly name: string }, record: RecordOutcome<string>): Promise<void>
}
