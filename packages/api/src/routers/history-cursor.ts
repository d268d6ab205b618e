import type { HistoryPosition, SessionId } from '@latchkey/auth'

/** A place in the history as text: the moment in milliseconds, and the id. */
export function historyCursor({ endedAt, id }: HistoryPosition): string {
  return `${endedAt.getTime()}.${id}`
}

/** What {@link historyCursor} wrote; anything else counts as no place, which is the beginning. */
export function historyPosition(cursor: string | undefined): HistoryPosition | null {
  const [, time, id] = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(cursor ?? '') ?? []
  if (time === undefined || id === undefined) return null
  return { endedAt: new Date(Number(time)), id: id as SessionId }
}
