import { after } from '../core/duration.ts'
import type { Events } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { SessionActivity } from './session-activity.ts'
import type { SessionBus } from './session-bus.ts'
import type { SessionPolicy } from './session-lifetime.ts'
import type { OverdueSession, SessionStore } from './session-store.ts'

/** How many rows one statement of the sweep touches; more would delay every other statement. */
const sweepBatch = 100

export interface SweepSessions {
  /** Writes the last uses that are still in memory. */
  flushActivity(): Promise<void>

  /**
   * Puts on record which sessions time has ended, and deletes those that ended long enough ago, a batch of each. Returns
   * whether there may be more.
   */
  sweep(): Promise<boolean>
}

/** Returns the part of `Sessions` that jobs call. */
export function sweepSessions({
  store,
  events,
  activity,
  bus,
  policy,
  now,
}: {
  readonly store: SessionStore
  readonly events: Events
  readonly activity: SessionActivity
  readonly bus: SessionBus
  readonly policy: SessionPolicy
  readonly now: () => Date
}): SweepSessions {
  return {
    flushActivity: () => activity.flush(),

    async sweep() {
      const at = now()
      const overdue = await events.commit((record) =>
        store.endOverdue(at, sweepBatch, (ended) => record(...ended.map(overdueEvent))),
      )
      for (const userId of new Set(overdue.map((session) => session.userId))) bus.publish(userId)
      const deleted = await store.deleteEndedBefore(after(at, -policy.keepEnded), sweepBatch)
      return overdue.length === sweepBatch || deleted === sweepBatch
    },
  }
}

function overdueEvent({ id, name, userId, ending }: OverdueSession): SecurityEvent {
  const { at, reason: endReason } = ending
  return { type: 'session_ended', at, userId, target: { id, name }, endReason, sessionId: null, request: null }
}
