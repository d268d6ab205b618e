import type { EventCategory, EventId, UserId } from '@latchkey/schema'
import { after } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import {
  discardedEntry,
  eventIds,
  type EventRecord,
  type FailureEntries,
  noticeOf,
  timelineEntry,
} from './event-record.ts'
import type { EventSink } from './event-sink.ts'
import type { EventStore } from './event-store.ts'
import type { SecurityEvent } from './security-event.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

export interface EventsDependencies {
  readonly store: EventStore
  readonly sink: EventSink
  /** For how many milliseconds an event is kept. */
  readonly keep: number
  /** Whether users are told of events by mail. */
  readonly mailsNotices: boolean
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Turns the events of a change into the timeline entries that its transaction appends. */
export type Recorder = (...events: readonly SecurityEvent[]) => readonly EventRecord[]

/** The security timeline: what happened, as a log line and as a row that is never changed. */
export class Events {
  readonly #deps: EventsDependencies
  readonly #newId: (at: Date) => EventId

  constructor(deps: EventsDependencies) {
    this.#deps = deps
    this.#newId = eventIds(deps.random)
  }

  /**
   * Makes a change together with the events that record it. `change` passes what `record` returns to the store, which
   * appends it in the transaction of the change; the events are logged once that has committed. Returns what `change`
   * returns. A transaction that is retried records again, and only the last events count.
   */
  async commit<T>(change: (record: Recorder) => Promise<T>): Promise<T> {
    let recorded: readonly SecurityEvent[] = []
    const result = await change((...events) => {
      recorded = events
      return this.#entriesOf(events)
    })
    for (const event of recorded) this.#deps.sink.record(event)
    return result
  }

  /**
   * Records events that accompany no change, such as refusals. Never rejects: when they can't be stored in the timeline,
   * they are in the log, with a line that says so.
   */
  async record(...events: readonly SecurityEvent[]): Promise<void> {
    await this.#logAndAppend(events, async () => {
      const entries = this.#entriesOf(events)
      if (entries.length > 0) await this.#deps.store.append(entries)
    })
  }

  /**
   * As {@link record}, for the events of a failed attempt, with a store call that appends the entries in the transaction of
   * another change. It is called for no entries too.
   */
  async recordFailure(
    append: (entries: FailureEntries) => Promise<void>,
    ...events: readonly SecurityEvent[]
  ): Promise<void> {
    await this.#logAndAppend(events, () =>
      append({ kept: this.#entriesOf(events), discarded: this.#entriesOf(events, discardedEntry) }),
    )
  }

  /** Returns a page of the caller's timeline, the latest first. `next` is `null` on the last page. */
  async list(
    { user }: { readonly user: { readonly id: UserId } },
    { category, before, limit }: { category: EventCategory | null; before: string | null; limit: number },
  ): Promise<{ events: readonly EventRecord[]; next: string | null }> {
    // One more than asked for tells whether there is another page.
    const found = await this.#deps.store.list({
      userId: user.id,
      category,
      before: before as EventId | null,
      limit: limit + 1,
    })
    const events = found.slice(0, limit)
    return { events, next: found.length > limit ? (events.at(-1)?.id ?? null) : null }
  }

  /** Returns an event of the caller's timeline; `null` for one that is not there, and for another user's alike. */
  async find({ user }: { readonly user: { readonly id: UserId } }, id: EventId): Promise<EventRecord | null> {
    // The newest that sorts before what follows the id is that event, if there is one.
    const query = { userId: user.id, category: null, before: `${id}0` as EventId, limit: 1 }
    const [found] = await this.#deps.store.list(query)
    return found?.id === id ? found : null
  }

  /** Deletes a batch of events that are older than events are kept; returns whether there may be more. */
  async sweep(): Promise<boolean> {
    const { store, keep, now } = this.#deps
    return (await store.deleteBefore(after(now(), -keep), sweepBatch)) === sweepBatch
  }

  async #logAndAppend(events: readonly SecurityEvent[], append: () => Promise<void>): Promise<void> {
    const { sink } = this.#deps
    for (const event of events) sink.record(event)
    try {
      await append()
    } catch (error) {
      sink.persistFailed(events, error)
    }
  }

  #entriesOf(events: readonly SecurityEvent[], entryOf = timelineEntry): readonly EventRecord[] {
    return events.flatMap((event) => {
      const entry = entryOf(event)
      if (entry === null) return []
      const notice = this.#deps.mailsNotices ? noticeOf(event) : null
      return [{ ...entry, id: this.#newId(entry.at), ...(notice === null ? {} : { notice }) }]
    })
  }
}
