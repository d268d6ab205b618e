import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { closeDatabase, migrateDatabase, openDatabase, type SqliteDatabase } from '../src/sqlite/index.ts'

/** Returns a migrated database in a file of its own, which is deleted after the test. */
export function temporaryDatabase(): SqliteDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const db = openDatabase(join(folder, 'test.db'))
  migrateDatabase(db)
  onTestFinished(() => {
    closeDatabase(db)
    rmSync(folder, { recursive: true })
  })
  return db
}
