import type { User } from '../users/user.ts'
import type { Session } from './session.ts'

/** An authenticated session and its user. */
export interface Caller {
  readonly user: User
  readonly session: Session
}
