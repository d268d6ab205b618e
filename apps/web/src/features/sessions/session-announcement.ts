import type { SessionView } from '@latchkey/schema'
import type { Texts } from '../../language/texts.ts'
import type { ListChanges } from '../../session/list-changes.ts'

/** Returns the text that announces changes of the list to a screen reader; `null` when no session came or went. */
export function sessionAnnouncement({ began, ended }: ListChanges, texts: Texts<'access'>): string | null {
  const announcement = [
    ...announce(
      began,
      (name) => texts('began', { name }),
      (count) => texts('manyBegan', { count }),
    ),
    ...announce(
      ended,
      (name) => texts('hasEnded', { name }),
      (count) => texts('manyHaveEnded', { count }),
    ),
  ]
  return announcement.length === 0 ? null : announcement.join(' ')
}

function announce(
  sessions: readonly SessionView[],
  one: (name: string) => string,
  many: (count: number) => string,
): readonly string[] {
  const [first] = sessions
  if (first === undefined) return []
  return [sessions.length === 1 ? one(first.name) : many(sessions.length)]
}
