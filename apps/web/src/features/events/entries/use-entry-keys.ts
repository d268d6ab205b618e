import { useMemo, useState } from 'react'
import { type EntryKeys, entryKeys } from './entry-keys.ts'
import type { TimelineEntry } from './timeline-entries.ts'

/** Returns the key of the entry of each event, for as long as the list is on screen. */
export function useEntryKeys(entries: readonly TimelineEntry[]): EntryKeys {
  const [shown, setShown] = useState<EntryKeys>(new Map())
  const keys = useMemo(() => entryKeys(entries, shown), [entries, shown])
  if (!isSame(keys, shown)) setShown(keys)
  return keys
}

function isSame(keys: EntryKeys, others: EntryKeys): boolean {
  return keys.size === others.size && [...keys].every(([id, key]) => others.get(id) === key)
}
