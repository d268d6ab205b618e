import type { SessionListView, SessionView } from '@latchkey/schema'

export interface ListChanges {
  readonly began: readonly SessionView[]
  readonly ended: readonly SessionView[]
}

/** Compares two lists: which sessions began and which ended. Other differences are ignored. */
export function listChanges(before: SessionListView, after: SessionListView): ListChanges {
  return {
    began: without(after.others, before),
    ended: without(before.others, after),
  }
}

function without(sessions: readonly SessionView[], list: SessionListView): readonly SessionView[] {
  const known = new Set([list.current, ...list.others].map(({ id }) => id))
  return sessions.filter(({ id }) => !known.has(id))
}
