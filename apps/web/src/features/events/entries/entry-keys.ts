import type { TimelineEntry } from './timeline-entries.ts'

/** The key of the entry that an event belongs to, by the id of the event. */
export type EntryKeys = ReadonlyMap<string, string>

/**
 * Returns the keys of entries. An entry keeps the key under which it was shown, also when it has grown at either end: it
 * stays the same row, open or closed, with the focus that was in it.
 */
export function entryKeys(entries: readonly TimelineEntry[], shown: EntryKeys): EntryKeys {
  const keys = new Map<string, string>()
  const taken = new Set<string>()
  for (const { events } of entries) {
    const ids = events.map(({ id }) => id)
    const before = ids.map((id) => shown.get(id))
    const key = [...before, ...ids].find((known) => known !== undefined && !taken.has(known)) ?? `again-${events[0].id}`
    taken.add(key)
    for (const id of ids) keys.set(id, key)
  }
  return keys
}
