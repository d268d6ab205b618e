import type { RandomBytes } from '../core/random.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import { authenticateSession, type AuthenticateSession } from './authenticate-session.ts'
import { changeRole, type ChangeRole } from './change-role.ts'
import { endSessions, type EndSessions } from './end-sessions.ts'
import { listSessions, type ListSessions } from './list-sessions.ts'
import { LuciaSessions } from './lucia/lucia-sessions.ts'
import type { Presence } from './presence.ts'
import { renameSession, type RenameSession } from './rename-session.ts'
import { SessionActivity } from './session-activity.ts'
import type { SessionBus } from './session-bus.ts'
import type { SessionPolicy } from './session-lifetime.ts'
import type { SessionStore } from './session-store.ts'
import { SessionSubscriptions, type SubscriptionPolicy } from './session-subscriptions.ts'
import { startSession, type StartSession } from './start-session.ts'
import { stepUp, type StepUp } from './step-up.ts'
import { sweepSessions, type SweepSessions } from './sweep-sessions.ts'
import { watchSessions, type WatchSessions } from './watch-sessions.ts'

export interface SessionsDependencies {
  readonly store: SessionStore
  readonly events: Events
  readonly limits: Limits
  readonly bus: SessionBus
  readonly presence: Presence
  readonly policy: SessionPolicy
  readonly subscriptionPolicy: SubscriptionPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The only owner of sessions: one file for each thing that is done with them. */
export type Sessions = StartSession &
  AuthenticateSession &
  StepUp &
  ListSessions &
  WatchSessions &
  RenameSession &
  EndSessions &
  ChangeRole &
  SweepSessions

/** Puts together what can be done with sessions. */
export function createSessions(deps: SessionsDependencies): Sessions {
  const activity = new SessionActivity(deps.store)
  const lucia = new LuciaSessions(deps.store, deps.now)
  const list = listSessions({ ...deps, activity, hasOpenStream: (session) => subscriptions.hasOpenStream(session) })
  const subscriptions = new SessionSubscriptions({
    ...deps,
    policy: deps.subscriptionPolicy,
    list: (userId) => list.listLive(userId),
  })

  return {
    ...startSession({ ...deps, activity, lucia }),
    ...authenticateSession({ ...deps, activity, lucia }),
    ...stepUp(deps),
    ...list,
    ...watchSessions({ subscriptions }),
    ...renameSession({ ...deps, toListed: (session) => list.toListed(session) }),
    ...endSessions(deps),
    ...changeRole(deps),
    ...sweepSessions({ ...deps, activity }),
  }
}
