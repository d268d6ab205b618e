import type { EventType, EventView } from '@latchkey/schema'

/** Events in their order, the latest first; never none. */
export type Events = readonly [EventView, ...EventView[]]

/** One entry of the timeline: what a person takes for one thing, with the events that it stands for. */
export interface TimelineEntry {
  /**
   * `single`: one event. `act`: what one act did to several sessions, and the change that did it, where that has an event
   * of its own: the last. `failures`: attempts of one kind that failed one after another.
   */
  readonly kind: 'single' | 'act' | 'failures'
  readonly events: Events
}

const failures: ReadonlySet<EventType> = new Set([
  'sign_in_failed',
  'step_up_failed',
  'password_change_failed',
  'second_factor_failed',
  'oauth_refused',
])

/** Events that say how many sessions they ended. */
const changes: ReadonlySet<EventType> = new Set([
  'password_changed',
  'password_reset',
  'account_reclaimed',
  'email_change_undone',
  'role_changed',
])

/** Groups events into entries. Both are in the order of the timeline, the latest first. */
export function timelineEntries(events: readonly EventView[]): readonly TimelineEntry[] {
  const runs: [EventView, ...EventView[]][] = []
  for (const event of events) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && belongTogether(last, event)) run.push(event)
    else runs.push([event])
  }
  return runs.map((run) => ({ kind: kindOf(run), events: run }))
}

/** Returns the event of the change that ended the sessions of an act; `null` where it has none, or is not loaded. */
export function changeOf({ events }: TimelineEntry): EventView | null {
  const oldest = events.at(-1)
  return oldest !== undefined && changes.has(oldest.type) ? oldest : null
}

/** Returns the events that an entry opens to. The change that ended sessions is what the entry itself says. */
export function partsOf(entry: TimelineEntry): readonly EventView[] {
  return entry.kind === 'act' && changeOf(entry) !== null ? entry.events.slice(0, -1) : entry.events
}

/** Whether events that are not loaded yet can belong to an entry, when it is the last of those that are. */
export function mayGoOn(entry: TimelineEntry): boolean {
  return entry.kind !== 'single' && changeOf(entry) === null
}

function kindOf([newest, ...others]: Events): TimelineEntry['kind'] {
  if (others.length === 0) return 'single'
  return failures.has(newest.type) ? 'failures' : 'act'
}

function belongTogether(newer: EventView, older: EventView): boolean {
  if (failures.has(newer.type)) return newer.type === older.type && sourceOf(newer) === sourceOf(older)
  if (newer.type !== 'session_ended' || actOf(newer) !== actOf(older)) return false
  // A change is recorded before the endings that it causes.
  return older.type === 'session_ended' ? newer.details.endReason === older.details.endReason : changes.has(older.type)
}

/** Not the address: someone who guesses from many would fill the timeline. */
function sourceOf({ sessionId, details: { provider } }: EventView): string {
  return JSON.stringify([sessionId, provider])
}

/** Names the act that an event belongs to: one request, or without a request one moment. */
function actOf({ requestId, at, actor, sessionId }: EventView): string {
  return requestId === null || requestId === '' ? JSON.stringify([at, actor, sessionId]) : requestId
}
