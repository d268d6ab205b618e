import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  closeDatabase,
  createSqliteStores,
  createWriteProbe,
  migrateDatabase,
  openDatabase,
  refuseUnfinishedCopy,
  type SqliteDatabase,
  type WriteProbe,
} from '@latchkey/db/sqlite'
import type { OpenedDatabase } from './open-database.ts'

/** Opens a SQLite file, or makes it with its folder. */
export async function openSqliteDatabase(
  file: string,
  migrationsFolder: string,
  now: () => number,
): Promise<OpenedDatabase> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = openDatabase(file)
  refuseUnfinishedCopy(db)
  migrateDatabase(db, migrationsFolder)
  const writes = createWriteProbe(db, now)
  return {
    stores: await createSqliteStores(db, writes.noteFailure),
    shared: {},
    atOneServer: (_name, work) => work(),
    ping: pingOf(db, file, writes),
    close: async () => closeDatabase(db),
  }
}

/**
 * Reads from a table, while the file is the one that was opened: rows that are written to a file that was replaced are lost.
 * Then asks the probe whether the file can be written.
 */
function pingOf(db: SqliteDatabase, file: string, writes: WriteProbe): () => Promise<void> {
  const read = db.$client.prepare('SELECT id FROM users LIMIT 1')
  const opened = file === ':memory:' ? null : statSync(file).ino
  return async () => {
    read.get()
    if (opened !== null && statSync(file).ino !== opened) throw new Error('the database file was replaced')
    await writes.check()
  }
}
