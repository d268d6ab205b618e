import type { User } from './user.ts'

export interface UserStore {
  /** Returns the user with this canonical e-mail, or `null`. */
  findByEmail(email: string): Promise<User | null>
}
