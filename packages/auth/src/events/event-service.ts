import type { EventCategory } from '@latchkey/schema'
import type { Caller } from '../caller.ts'
import { after } from '../duration.ts'
import type { RandomBytes } from '../random.ts'
import { type EventId, eventIds, type EventRecord, timelineEntry } from './event-record.ts'
import type { EventRecorder } from './event-recorder.ts'
import type { EventSink } from './event-sink.ts'
import type { EventStore } from './event-store.ts'
import type { SecurityEvent } from './security-event.ts'

/** How many rows one statement of the sweep deletes: more would hold up everyone else. */
const sweepBatch = 100

export interface EventServiceDependencies {
  readonly events: EventStore
  readonly sink: EventSink
  /** For how many milliseconds an event is kept. */
  readonly keep: number
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The security timeline: what happened, in the log and in a row that is never changed. */
export class EventService implements EventRecorder {
  readonly #deps: EventServiceDependencies
  readonly #newId: (at: Date) => EventId

  constructor(deps: EventServiceDependencies) {
    this.#deps = deps
    this.#newId = eventIds(deps.random)
  }

  async record(...happened: readonly SecurityEvent[]): Promise<void> {
    const { events, sink } = this.#deps
    for (const event of happened) sink.record(event)
    const entries = happened.flatMap((event) => {
      const entry = timelineEntry(event)
      return entry === null ? [] : [{ ...entry, id: this.#newId(entry.at) }]
    })
    if (entries.length === 0) return
    try {
      await events.append(entries)
    } catch (error) {
      sink.notKept(happened, error)
    }
  }

  /** A page of the caller's timeline, the latest first. `next` is `null` on the last page. */
  async list(
    { user }: Caller,
    { category, before, limit }: { category: EventCategory | null; before: string | null; limit: number },
  ): Promise<{ events: readonly EventRecord[]; next: string | null }> {
    // One more than asked for says whether there is another page.
    const found = await this.#deps.events.list({
      userId: user.id,
      category,
      before: before as EventId | null,
      limit: limit + 1,
    })
    const events = found.slice(0, limit)
    return { events, next: found.length > limit ? (events.at(-1)?.id ?? null) : null }
  }

  /** Deletes what is older than events are kept; returns whether there may be more of it. */
  async sweep(): Promise<boolean> {
    const { events, keep, now } = this.#deps
    return (await events.deleteBefore(after(now(), -keep), sweepBatch)) === sweepBatch
  }
}
