import { createHash } from 'node:crypto'
import { closeDatabase, openDatabase } from '@latchkey/db/sqlite'
import { onTestFinished } from 'vitest'

/** Columns that a job writes while a server runs, whatever is called. */
const writtenByJobs: ReadonlySet<string> = new Set(['sessions.last_seen_at', 'sessions.ip'])

/** Returns a function that reads how many rows each table of a database file has, and a digest of them. */
export function storedRows(file: string): () => Readonly<Record<string, string>> {
  const database = openDatabase(file)
  onTestFinished(() => closeDatabase(database))
  const { $client: db } = database
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
  const readers = tables.map((table) => {
    const columns = (db.pragma(`table_info(${table})`) as { readonly name: string }[]).map(({ name }) => name)
    const kept = columns.filter((column) => !writtenByJobs.has(`${table}.${column}`)).map((column) => `"${column}"`)
    return [table, db.prepare(`SELECT ${kept.join(', ')} FROM "${table}"`).raw()] as const
  })
  const read = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      readers.map(([table, reader]) => {
        const rows = reader.all()
        const digest = createHash('sha256').update(JSON.stringify(rows)).digest('base64url')
        return [table, `${rows.length} rows, ${digest}`]
      }),
    )
  let version: unknown = null
  let last: Readonly<Record<string, string>> = {}
  return () => {
    // Changes with every commit of another connection.
    const current = db.pragma('data_version', { simple: true })
    if (current !== version) last = read()
    version = current
    return last
  }
}
