import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'

export type SqliteDatabase = BetterSQLite3Database & { readonly $client: Database.Database }

/** The driver waits for a lock without letting go of the process; it does so while the file is opened and migrated. */
const busyTimeoutMs = 100

/**
 * Opens the SQLite file, creating it when it does not exist; its folder must. Pass `:memory:` for a database that
 * goes with the process. `trace` is told every statement as it runs, its values filled in: for tests, never for a log.
 *
 * The pragmas, and why each: docs/decisions/005-sqlite-pragmas.md.
 *
 * @throws the driver's error when the file can't be opened or is not a database
 */
export function openDatabase(file: string, trace?: (statement: string) => void): SqliteDatabase {
  const client = new Database(file, {
    timeout: busyTimeoutMs,
    ...(trace === undefined ? {} : { verbose: (statement) => trace(String(statement)) }),
  })
  refuseSingleRowWrites(client)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  // Or REPLACE would delete a row without its triggers.
  client.pragma('recursive_triggers = ON')
  client.pragma('trusted_schema = OFF')
  client.pragma('secure_delete = ON')
  return drizzle({ client })
}

/** Closes the file after folding the write-ahead log back into it. */
export function closeDatabase(db: SqliteDatabase): void {
  if (db.$client.open) db.$client.close()
}

/**
 * Makes `get()` and `iterate()` of a statement that writes throw. They stop at a row, and the driver then drops the
 * error of the commit that follows: the caller is told that a change was stored which a full disk refused. `run()` and
 * `all()` report that error.
 */
function refuseSingleRowWrites(client: Database.Database): void {
  const prepare = client.prepare.bind(client)
  Object.assign(client, {
    prepare: (source: string): Database.Statement => {
      const statement = prepare(source)
      return statement.readonly
        ? statement
        : Object.assign(statement, { get: refuseSingleRow, iterate: refuseSingleRow })
    },
  })
}

function refuseSingleRow(): never {
  throw new TypeError('A statement that writes is executed with run() or all(), which report a failed commit.')
}
