import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { printed } from './printed.ts'

const postgresMain = fileURLToPath(new URL('../../../packages/db/src/testing/serve-postgres.ts', import.meta.url))

/** The database of a server under test. */
export interface Database {
  /** The variables of a server over it. */
  readonly env: Readonly<Record<string, string>>
  readonly sql: (statement: string) => Promise<void>
  readonly expireStepUp: (email: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** A SQLite file in a folder. */
export async function openSqlite(folder: string): Promise<Database> {
  const file = join(folder, 'test.db')
  const sql = async (statement: string): Promise<void> => {
    const database = new DatabaseSync(file)
    database.exec(`PRAGMA busy_timeout = 3000; ${statement}`)
    database.close()
  }
  return {
    env: { DATABASE_URL: `file:${file}` },
    sql,
    expireStepUp: (email) =>
      sql(`UPDATE sessions SET sudo_until = 0 WHERE user_number = (SELECT number FROM users WHERE email = '${email}')`),
    close: () => Promise.resolve(),
  }
}

/** A PostgreSQL in a process of its own. */
export async function openPostgres(): Promise<Database> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [postgresMain], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const url = await printed(child, /"url":"([^"]+)"/)
  const sql = async (statement: string): Promise<void> => {
    const done = printed(child, /"(done)"/)
    child.stdin.write(`${statement.replaceAll('\n', ' ')}\n`)
    await done
  }
  return {
    env: { DATABASE_URL: url, APP_SECRETS: randomBytes(32).toString('base64url') },
    sql,
    expireStepUp: (email) =>
      sql(`UPDATE sessions SET sudo_until = 'epoch' WHERE user_id = (SELECT id FROM users WHERE email = '${email}')`),
    async close() {
      const closed = new Promise((resolve) => child.on('close', resolve))
      child.stdin.end()
      await closed
    },
  }
}
