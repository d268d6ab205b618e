import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthStores } from '@latchkey/auth'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { DatabaseAddress } from '../../src/copy/index.ts'
import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '../../src/sqlite/index.ts'
import { createTestDatabase } from '../../src/testing/index.ts'

export type Engine = DatabaseAddress['engine']

/** A database of a test, which is deleted after it. */
export interface CopyDatabase {
  readonly address: DatabaseAddress
  /** Its stores, over connections of their own. */
  stores(): Promise<AuthStores>
  /** Runs statements over a connection of its own, like another program; returns the rows of the last one. */
  run(statements: string): Promise<readonly object[]>
}

/** Returns an empty database with all tables. */
export async function emptyDatabase(engine: Engine): Promise<CopyDatabase> {
  if (engine === 'postgres') return emptyPostgres()
  const database = noSqliteFile()
  const db = openDatabase(database.file)
  migrateDatabase(db)
  closeDatabase(db)
  return database
}

/** Returns where a SQLite file may be made. */
export function noSqliteFile(): CopyDatabase & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'test.db')
  return {
    file,
    address: { engine: 'sqlite', file },
    async stores() {
      const db = openDatabase(file)
      onTestFinished(() => closeDatabase(db))
      return createSqliteStores(db)
    },
    async run(statements) {
      if (!existsSync(file)) return []
      const db = openDatabase(file)
      try {
        const all = statements.split(';;')
        all.slice(0, -1).forEach((statement) => db.$client.exec(statement))
        const last = db.$client.prepare(all.at(-1) ?? '')
        if (last.reader) return last.all() as object[]
        last.run()
        return []
      } finally {
        closeDatabase(db)
      }
    },
  }
}

async function emptyPostgres(): Promise<CopyDatabase> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  return {
    address: { engine: 'postgres', url },
    async stores() {
      const connections = openPostgres({ url })
      onTestFinished(connections.close)
      return createPostgresStores(connections)
    },
    async run(statements) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        let rows: readonly object[] = []
        for (const statement of statements.split(';;')) rows = (await client.query<object>(statement)).rows
        return rows
      } finally {
        await client.end()
      }
    },
  }
}

/** Whether a database is marked as an unfinished copy. */
export async function isMarked(database: CopyDatabase): Promise<boolean> {
  const statement =
    database.address.engine === 'sqlite'
      ? "SELECT name FROM sqlite_schema WHERE name = 'latchkey_unfinished_copy'"
      : "SELECT tablename FROM pg_tables WHERE tablename = 'latchkey_unfinished_copy'"
  return (await database.run(statement)).length === 1
}
