import type { StorageEntries } from './storage-entries.ts'

/** Entries in memory, for tests. */
export function createTestEntries(): StorageEntries {
  const entries = new Map<string, string>()
  return {
    read: (key) => entries.get(key) ?? null,
    write: (key, value) => void entries.set(key, value),
    remove: (key) => void entries.delete(key),
  }
}
