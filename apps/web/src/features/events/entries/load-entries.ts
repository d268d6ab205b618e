import type { EventListView } from '@latchkey/schema'
import { mayGoOn, timelineEntries } from './timeline-entries.ts'

const firstEvents = 30
const furtherEvents = 100
const maxFurtherPages = 5
/** Fewer would not fill a screen. */
const enoughEntries = 15

/** Requests a page of events that are before a cursor. */
export type RequestEvents = (cursor: string | null, limit: number) => Promise<EventListView>

/**
 * Loads events until they make enough entries and the last one is complete: an act on a hundred sessions is one entry. At
 * most 530 events at once; then the last entry may go on.
 */
export async function loadEntries(request: RequestEvents, cursor: string | null): Promise<EventListView> {
  let loaded = await request(cursor, firstEvents)
  for (let pages = 0; pages < maxFurtherPages && loaded.nextCursor !== null && isShort(loaded); pages += 1) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- each page says where the next one begins
    const { events, nextCursor } = await request(loaded.nextCursor, furtherEvents)
    loaded = { events: [...loaded.events, ...events], nextCursor }
  }
  return loaded
}

function isShort({ events }: EventListView): boolean {
  const entries = timelineEntries(events)
  const last = entries.at(-1)
  return entries.length < enoughEntries || (last !== undefined && mayGoOn(last))
}
