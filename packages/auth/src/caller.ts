import type { Session } from './sessions/session.ts'
import type { User } from './users/user.ts'

/** Who is calling: an authenticated session and its user. */
export interface Caller {
  readonly user: User
  readonly session: Session
}
