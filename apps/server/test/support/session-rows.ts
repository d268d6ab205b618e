import { DatabaseSync } from 'node:sqlite'
import { openPostgres } from '@latchkey/db/postgres'
import { inject, onTestFinished } from 'vitest'
import type { TestDatabase } from './test-database.ts'

/** The row of a session. */
export interface SessionRow {
  readonly lastSeenAt: number
  /** Whether a token is stored that could authenticate the session. */
  readonly hasToken: boolean
  readonly endReason: string | null
}

/** Reads sessions from the database beside the servers that write it. */
export interface SessionRows {
  read(id: string): Promise<SessionRow>
  /** How many events say that a session ended. */
  endings(id: string): Promise<number>
}

type Find = (statement: string, id: string) => Promise<Readonly<Record<string, unknown>>>

const findSession = `
  SELECT last_seen_at AS seen, token_hash IS NOT NULL AS live, end_reason AS reason FROM sessions WHERE id = $1`
const countEndings = (target: string): string => `
  SELECT count(*) AS endings FROM events
  WHERE (type = 'signed_out' AND session_id = $1) OR (type = 'session_ended' AND ${target} = $1)`

/** Opens the database for reading; it is closed with the test. */
export function openSessionRows({ databaseFile, databaseEnv }: TestDatabase): SessionRows {
  return inject('engine') === 'postgres'
    ? rowsOf(findInPostgres(databaseEnv['DATABASE_URL'] ?? ''), "(details -> 'target' ->> 'id')")
    : rowsOf(findInSqlite(databaseFile), "details ->> '$.target.id'")
}

function rowsOf(find: Find, target: string): SessionRows {
  return {
    async read(id) {
      const { seen, live, reason } = await find(findSession, id)
      return {
        lastSeenAt: Number(seen),
        hasToken: Boolean(live),
        endReason: typeof reason === 'string' ? reason : null,
      }
    },
    endings: async (id) => Number((await find(countEndings(target), id))['endings']),
  }
}

function findInSqlite(file: string): Find {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  onTestFinished(() => database.close())
  return async (statement, id) => database.prepare(statement.replaceAll('$1', '?1')).get(id) ?? {}
}

function findInPostgres(url: string): Find {
  const { pool, close } = openPostgres({ url, maxConnections: 2 })
  onTestFinished(close)
  return async (statement, id) => (await pool.query<Record<string, unknown>>(statement, [id])).rows[0] ?? {}
}
