import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openPostgres } from '@latchkey/db/postgres'
import { closeDatabase, migrateDatabase, openDatabase } from '@latchkey/db/sqlite'
import { takeTestDatabase, type TestPostgres } from '@latchkey/db/testing'
import { inject } from 'vitest'
import { migrationsFolder } from '../../src/paths.ts'
import { testSecret } from './test-secret.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Over which database the servers of a run are started. */
    readonly engine: 'sqlite' | 'postgres'
    readonly postgres: TestPostgres
  }
}

type Value = string | number | null

/** The database of a running server, read from outside the server. */
export interface TestDatabase {
  /** What `DATABASE_URL` is, and what else a server over this database needs. */
  readonly databaseEnv: Readonly<Record<string, string>>
  /** Of SQLite: the path, else empty. A test that needs it runs over SQLite alone. */
  readonly databaseFile: string
  /**
   * Everything that is stored: with SQLite the bytes of the file and of its write-ahead log, else every row as text, but for what
   * servers only tell each other while they run.
   */
  databaseBytes(): Promise<Buffer>
  /** Every value of every table, as text. */
  storedValues(): Promise<readonly string[]>
  /** How many rows each table has, and a digest of them, without what jobs write while a server runs. */
  storedRows(): Promise<Readonly<Record<string, string>>>
  /** Runs a statement over a connection of its own, like another process; returns the first value of a SELECT. */
  beside(statement: string, ...values: readonly Value[]): Promise<unknown>
  /** How many rows a table has. */
  count(table: string): Promise<number>
}

/** Columns that a job writes while a server runs, whatever is called. */
const writtenByJobs: ReadonlySet<string> = new Set(['sessions.last_seen_at', 'sessions.ip', 'sessions.version'])

/** Returns a migrated, empty database; `drop` deletes it, or gives it back. A folder is for its files. */
export async function newTestDatabase(
  folder: string,
  prepare?: (file: string) => void,
): Promise<TestDatabase & { readonly drop: () => Promise<void> }> {
  if (inject('engine') === 'postgres') return newPostgres()
  const file = join(folder, 'data', 'test.db')
  mkdirSync(dirname(file))
  if (prepare === undefined) copyFileSync(migratedFile(), file)
  else prepare(file)
  // As the server makes it: in production one that others can read is refused.
  chmodSync(file, 0o600)
  return { ...sqliteDatabase(file), drop: async () => undefined }
}

let migrated: string | null = null

/** A migrated database file, which the servers of all tests copy. It is deleted with the process. */
function migratedFile(): string {
  if (migrated !== null) return migrated
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  migrated = join(folder, 'migrated.db')
  const db = openDatabase(migrated)
  migrateDatabase(db, migrationsFolder)
  closeDatabase(db)
  return migrated
}

/** The database in a SQLite file. */
export function sqliteDatabase(file: string): TestDatabase {
  /**
   * With the server's own driver: a second copy of SQLite in one process gives up the first one's locks when it closes the
   * file, and both lose data.
   */
  const run = (statement: string, values: readonly Value[]): unknown => {
    const db = openDatabase(file)
    const prepared = db.$client.prepare(statement)
    const found = prepared.reader ? prepared.pluck().get(...values) : prepared.run(...values)
    closeDatabase(db)
    return found
  }
  const rowsOf = (): ReadonlyMap<string, readonly object[]> => {
    const db = openDatabase(file)
    const tables = db.$client.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all().map(String)
    const rows = tables.map(
      (table) => [table, db.$client.prepare(`SELECT * FROM "${table}"`).all() as object[]] as const,
    )
    closeDatabase(db)
    return new Map(rows)
  }
  return {
    databaseEnv: { DATABASE_URL: `file:${file}` },
    databaseFile: file,
    databaseBytes: async () => Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]),
    storedValues: async () => valuesOf(rowsOf()),
    storedRows: async () => digestsOf(rowsOf()),
    beside: async (statement, ...values) => run(statement, values),
    count: async (table) => Number(run(`SELECT count(*) FROM ${table}`, [])),
  }
}

/** Whether PostgreSQL writes a table to its log, as it says it. */
const [logged, unlogged] = ['p', 'u'] as const

async function newPostgres(): Promise<TestDatabase & { readonly drop: () => Promise<void> }> {
  const { url, giveBack } = await takeTestDatabase(inject('postgres'))
  const { pool, close } = openPostgres({ url, maxConnections: 2 })
  const query = async (text: string, values: readonly Value[] = []): Promise<readonly object[]> =>
    (await pool.query<object>(text, [...values])).rows
  const rowsOf = async (kinds: string): Promise<ReadonlyMap<string, readonly object[]>> => {
    const tables = await query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND strpos($1, relpersistence::text) > 0
       ORDER BY relname`,
      [kinds],
    )
    const rows = tables.map(async (row) => {
      const [table] = Object.values(row)
      return [String(table), await query(`SELECT * FROM ${String(table)} AS t ORDER BY t`)] as const
    })
    return new Map(await Promise.all(rows))
  }
  return {
    databaseEnv: { DATABASE_URL: url, APP_SECRETS: testSecret() },
    databaseFile: '',
    databaseBytes: async () => Buffer.from(JSON.stringify([...(await rowsOf(logged))])),
    storedValues: async () => valuesOf(await rowsOf(logged + unlogged)),
    storedRows: async () => digestsOf(await rowsOf(logged)),
    async beside(statement, ...values) {
      let number = 0
      const numbered = statement.replaceAll('?', () => `$${(number += 1)}`)
      const [row] = await query(numbered, values)
      return row === undefined ? undefined : Object.values(row)[0]
    },
    async count(table) {
      const [row] = await query(`SELECT count(*)::integer AS count FROM ${table}`)
      return Number(Object.values(row ?? {})[0])
    },
    async drop() {
      await close()
      await giveBack()
    },
  }
}

function valuesOf(tables: ReadonlyMap<string, readonly object[]>): readonly string[] {
  return [...tables.values()].flatMap((rows) =>
    rows.flatMap((row) => Object.values(row).map((value) => (typeof value === 'string' ? value : textOf(value)))),
  )
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('base64url')
  return JSON.stringify(value) ?? ''
}

function digestsOf(tables: ReadonlyMap<string, readonly object[]>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...tables].map(([table, rows]) => {
      const kept = rows.map((row) => Object.entries(row).filter(([column]) => !writtenByJobs.has(`${table}.${column}`)))
      const digest = createHash('sha256').update(JSON.stringify(kept)).digest('base64url')
      return [table, `${rows.length} rows, ${digest}`]
    }),
  )
}
