import { existsSync } from 'node:fs'
import { refuseOtherSqliteMigrations } from './refuse-other-migrations.ts'
import { closeDatabase, openDatabase } from '../sqlite/open-database.ts'
import { isUnfinishedCopy } from '../sqlite/refuse-unfinished-copy.ts'
import { CopyError } from './copy-error.ts'
import { beginWrite } from './begin-write.ts'
import type { CopySource, SideOptions } from './copy-sides.ts'
import { readSqlite } from './read-sqlite.ts'

/**
 * Opens a SQLite file whose rows are copied.
 *
 * @throws CopyError where there is none, or one that this version can't copy
 */
export function openSqliteSource(file: string, { migrations, lockTimeout }: SideOptions): CopySource {
  if (!existsSync(file)) throw new CopyError(`There is no database at ${file}.`)
  const db = openDatabase(file)
  try {
    if (isUnfinishedCopy(db)) throw new CopyError('The source is an unfinished copy itself.')
    refuseOtherSqliteMigrations(db, migrations.sqlite, 'source')
  } catch (error) {
    closeDatabase(db)
    throw error
  }
  return {
    lock: () => beginWrite(db, 'source', lockTimeout),
    read: (table, batchSize) => readSqlite(db, table, batchSize),
    close: async () => closeDatabase(db),
  }
}
