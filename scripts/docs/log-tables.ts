import { eventFields, eventLines } from '../../apps/server/src/log/event-lines.ts'
import { type LogLine, logLines } from '../../apps/server/src/log/log-lines.ts'
import { markdownTable } from './markdown-table.ts'

const named = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(', ')

/** Returns a row for every line of the log but those of security events. */
export function logLinesTable(): string {
  const lines: readonly (readonly [string, LogLine])[] = Object.entries(logLines)
  const rows = lines.map(([message, { levels, fields, when, always }]) => [
    `\`${message}\``,
    always === true ? `${levels.join(', ')}; at every \`LOG_LEVEL\`` : levels.join(', '),
    when,
    named(fields),
  ])
  return markdownTable(['message', 'level', 'when', 'fields'], rows)
}

/** Returns a row for every type of security event, with what its line has beside what all of them have. */
export function eventLinesTable(): string {
  const lines: readonly (readonly [string, readonly string[]])[] = Object.entries(eventLines)
  return markdownTable(
    ['event', 'fields'],
    [['every one', named(eventFields)], ...lines.map(([type, fields]) => [`\`${type}\``, named(fields)])],
  )
}
