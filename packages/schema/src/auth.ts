import type { SessionView } from './sessions.ts'
import type { UserView } from './users.ts'

/** The answer of `auth.me` to a signed-in caller. */
export interface MeView {
  readonly user: UserView
  readonly session: SessionView
  /** Whether the user has to show or to set up a second factor before anything else. */
  readonly secondFactorDue: boolean
}

/** The answer of `auth.stepUp`: until when the proof counts, ISO 8601 in UTC. */
export interface StepUpView {
  readonly sudoUntil: string
}
