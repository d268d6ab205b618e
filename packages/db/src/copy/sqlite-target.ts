import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrateDatabase } from '../sqlite/migrate-database.ts'
import { closeDatabase, openDatabase, type SqliteDatabase } from '../sqlite/open-database.ts'
import { isUnfinishedCopy } from '../sqlite/refuse-unfinished-copy.ts'
import { beginWrite } from './begin-write.ts'
import { copiedTables, type Row } from './copied-tables.ts'
import { CopyError, notEmptyError } from './copy-error.ts'
import type { CopyTarget, SideOptions } from './copy-sides.ts'
import { readSqlite } from './read-sqlite.ts'
import { refuseOtherSqliteMigrations } from './refuse-other-migrations.ts'
import { createSqliteWriter } from './write-sqlite.ts'

/** Opens a SQLite file that rows are copied into, or makes it with its folder. */
export function openSqliteTarget(file: string, { migrations, lockTimeout }: SideOptions): CopyTarget {
  mkdirSync(dirname(file), { recursive: true })
  const db = openDatabase(file)
  const writers = new Map<string, (row: Row) => void>()
  return {
    async mark() {
      refuseRows(db)
      migrateDatabase(db, migrations.sqlite)
      refuseOtherSqliteMigrations(db, migrations.sqlite, 'target')
      await beginWrite(db, 'target', lockTimeout)
      refuseRows(db)
      db.$client.exec('CREATE TABLE IF NOT EXISTS latchkey_unfinished_copy (id integer)')
      db.$client.exec('COMMIT')
    },
    async begin() {
      await beginWrite(db, 'target', lockTimeout)
      refuseRows(db)
      if (!isUnfinishedCopy(db)) throw new CopyError('Another copy to the target was finished.')
    },
    async insert(table, rows) {
      const write = writers.get(table.name) ?? createSqliteWriter(db, table)
      writers.set(table.name, write)
      rows.forEach(write)
    },
    read: (table, batchSize) => readSqlite(db, table, batchSize),
    async commit() {
      db.$client.exec('DROP TABLE latchkey_unfinished_copy')
      db.$client.exec('COMMIT')
    },
    close: async () => closeDatabase(db),
  }
}

/** @throws CopyError where a table of data has rows, also one of an earlier version */
function refuseRows({ $client }: SqliteDatabase): void {
  const isThere = $client.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
  for (const { name } of copiedTables) {
    const find = `SELECT 1 FROM ${name} LIMIT 1`
    if (isThere.get(name) !== undefined && $client.prepare(find).get() !== undefined) throw notEmptyError(name)
  }
}
