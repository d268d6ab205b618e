import type { TabNotes } from './tab-notes.ts'

export function createTestTabNotes(): TabNotes {
  const notes = new Map<string, string>()
  return {
    read: (key) => notes.get(key) ?? null,
    write: (key, note) => void notes.set(key, note),
    forget: (key) => void notes.delete(key),
  }
}
