import type { SessionView } from './sessions.ts'
import type { UserView } from './users.ts'

/** The answer of `auth.me` to someone who is signed in. */
export interface MeView {
  readonly user: UserView
  readonly session: SessionView
}

/** The answer of `auth.stepUp`: until when the proof counts, ISO 8601 in UTC. */
export interface StepUpView {
  readonly sudoUntil: string
}
