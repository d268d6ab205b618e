import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openPostgres } from '@latchkey/db/postgres'
import { createEmptyDatabase } from '@latchkey/db/testing'
import { expect, inject, onTestFinished, vi } from 'vitest'
import { testSecret } from './test-secret.ts'

/** A database of servers that are killed. It has no tables until the first of them has made them. */
export interface CrashDatabase {
  /** How many servers run over it at a time. */
  readonly servers: number
  /** The variables of a server; the name is that of its connections. */
  readonly envOf: (name: string) => Readonly<Record<string, string>>
  /** Resolves when what a killed server had under way is stored or undone. */
  readonly settled: (name: string) => Promise<void>
  /** Returns what is damaged or stored by half. Call it while a server that has started since the crash runs. */
  readonly problems: () => Promise<readonly string[]>
}

/** Returns the database of the run's engine; it is deleted with the test. */
export function newCrashDatabase(): Promise<CrashDatabase> {
  return inject('engine') === 'postgres' ? newPostgres() : newSqlite()
}

/**
 * Sessions that started or ended without an event, events of sessions that did neither, and sessions with two refresh tokens
 * that can be exchanged.
 */
const halfStored = (target: string): string => `
  SELECT 'no start of ' || id AS problem FROM session_records s WHERE NOT EXISTS (
    SELECT 1 FROM events WHERE session_id = s.id AND type IN ('signed_up', 'signed_in'))
  UNION ALL
  SELECT 'no end of ' || id FROM session_records s WHERE ended_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM events WHERE (type = 'signed_out' AND session_id = s.id) OR (type = 'session_ended' AND ${target} = s.id))
  UNION ALL
  SELECT 'no session for ' || type FROM events WHERE type IN ('signed_up', 'signed_in') AND NOT EXISTS (
    SELECT 1 FROM session_records WHERE id = events.session_id)
  UNION ALL
  SELECT 'no ended session for ' || type FROM events WHERE type IN ('signed_out', 'session_ended') AND NOT EXISTS (
    SELECT 1 FROM session_records WHERE ended_at IS NOT NULL
      AND id = CASE events.type WHEN 'signed_out' THEN events.session_id ELSE ${target} END)
  UNION ALL
  SELECT 'two successors' FROM refresh_tokens WHERE used_at IS NULL GROUP BY session_id HAVING count(*) > 1`

async function newSqlite(): Promise<CrashDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))
  const file = join(folder, 'data', 'test.db')
  return {
    servers: 1,
    envOf: () => ({ DATABASE_URL: `file:${file}` }),
    settled: () => Promise.resolve(),
    // Reads the file past the server, which has recovered it: opening it before would recover it.
    async problems() {
      const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
      const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
      const dangling = database.prepare('PRAGMA foreign_key_check').all().length
      const found = database.prepare(halfStored("json_extract(details, '$.target.id')")).all()
      database.close()
      return [
        ...(integrity === 'ok' ? [] : [`integrity: ${String(integrity)}`]),
        ...(dangling === 0 ? [] : [`dangling: ${dangling}`]),
        ...found.map(({ problem }) => String(problem)),
      ]
    },
  }
}

async function newPostgres(): Promise<CrashDatabase> {
  const { url, drop } = await createEmptyDatabase(inject('postgres'))
  const { pool, close } = openPostgres({ url, maxConnections: 1 })
  onTestFinished(async () => {
    await close()
    await drop()
  })
  const connectionsOf = async (name: string): Promise<number> => {
    const { rowCount } = await pool.query(
      'SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
      [name],
    )
    return rowCount ?? 0
  }
  return {
    servers: 2,
    envOf(name) {
      const named = new URL(url)
      named.searchParams.set('application_name', name)
      return { DATABASE_URL: named.href, APP_SECRETS: testSecret() }
    },
    // A transaction whose COMMIT was sent may be stored after the process is gone.
    settled: (name) =>
      vi.waitFor(async () => expect(await connectionsOf(name)).toBe(0), { timeout: 10_000, interval: 5 }),
    async problems() {
      const { rows } = await pool.query<{ problem: string }>(halfStored("(details -> 'target' ->> 'id')"))
      return rows.map(({ problem }) => problem)
    },
  }
}
