import type { HistoryPosition } from '@latchkey/auth'
import type { SessionId } from '@latchkey/schema'

/** Returns a position in the history as text: the moment in milliseconds, and the id. */
export function historyCursor({ endedAt, id }: HistoryPosition): string {
  return `${endedAt.getTime()}.${id}`
}

/** Returns the position that {@link historyCursor} wrote; any other text counts as the beginning. */
export function historyPosition(cursor: string | undefined): HistoryPosition | null {
  const [, time, id] = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(cursor ?? '') ?? []
  if (time === undefined || id === undefined) return null
  return { endedAt: new Date(Number(time)), id: id as SessionId }
}
