/** A line of the log. */
export type LogEntry = Readonly<Record<string, unknown>>

/** Returns the lines of a log as objects; throws for one that is no JSON. */
export function logEntries(lines: readonly string[]): readonly LogEntry[] {
  return lines.map((line) => JSON.parse(line) as LogEntry)
}

/** Returns the lines of one request, by the id that its answer names. */
export function linesOfRequest(lines: readonly string[], headers: Headers): readonly LogEntry[] {
  const id = headers.get('X-Request-Id') ?? 'no id'
  return logEntries(lines.filter((line) => line.includes(id)))
}
