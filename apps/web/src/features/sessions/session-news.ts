import type { SessionView } from '@latchkey/schema'
import { sessionCount } from './session-messages.ts'
import type { ListChanges } from './watch/list-changes.ts'

/** What to tell someone who can't see the list change; `null` when nothing came or went. */
export function sessionNews({ began, ended }: ListChanges): string | null {
  const news = [
    ...tell(
      began,
      (name) => `New session: ${name}.`,
      (count) => `${count} began.`,
    ),
    ...tell(
      ended,
      (name) => `The session “${name}” has ended.`,
      (count) => `${count} ended.`,
    ),
  ]
  return news.length === 0 ? null : news.join(' ')
}

function tell(
  sessions: readonly SessionView[],
  one: (name: string) => string,
  many: (count: string) => string,
): readonly string[] {
  const [first] = sessions
  if (first === undefined) return []
  return [sessions.length === 1 ? one(first.name) : many(sessionCount(sessions.length))]
}
