import type { SessionView } from '@latchkey/schema'
import { sessionCount } from './session-messages.ts'
import type { ListChanges } from '../../session/list-changes.ts'

/** Returns the text that announces changes of the list to a screen reader; `null` when no session came or went. */
export function sessionAnnouncement({ began, ended }: ListChanges): string | null {
  const announcement = [
    ...announce(
      began,
      (name) => `New session: ${name}.`,
      (count) => `${count} began.`,
    ),
    ...announce(
      ended,
      (name) => `The session “${name}” has ended.`,
      (count) => `${count} ended.`,
    ),
  ]
  return announcement.length === 0 ? null : announcement.join(' ')
}

function announce(
  sessions: readonly SessionView[],
  one: (name: string) => string,
  many: (count: string) => string,
): readonly string[] {
  const [first] = sessions
  if (first === undefined) return []
  return [sessions.length === 1 ? one(first.name) : many(sessionCount(sessions.length))]
}
