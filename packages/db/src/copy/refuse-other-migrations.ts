import { readdirSync } from 'node:fs'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import type { SqliteDatabase } from '../sqlite/open-database.ts'
import { CopyError, type Side } from './copy-error.ts'

/**
 * Does nothing where a SQLite file has had the migrations of a folder and no others.
 *
 * @throws CopyError where it has not
 */
export function refuseOtherSqliteMigrations({ $client }: SqliteDatabase, folder: string, side: Side): void {
  const hasAny = $client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get() !== undefined
  const applied = hasAny ? $client.prepare('SELECT created_at FROM __drizzle_migrations').pluck().all() : []
  const known = readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => folderMillis)
  refuseDifference(known, applied.map(Number), side)
}

/**
 * Does nothing where a PostgreSQL has had the migrations of a folder and no others.
 *
 * @throws CopyError where it has not
 */
export async function refuseOtherPostgresMigrations(client: pg.Client, folder: string, side: Side): Promise<void> {
  const hasAny = await client.query("SELECT FROM pg_class WHERE oid = to_regclass('latchkey_migrations')")
  const applied = hasAny.rowCount === 0 ? [] : (await client.query('SELECT name FROM latchkey_migrations')).rows
  const known = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  refuseDifference(
    known,
    applied.map(({ name }: { readonly name: string }) => name),
    side,
  )
}

function refuseDifference<Name>(known: readonly Name[], applied: readonly Name[], side: Side): void {
  if (applied.some((name) => !known.includes(name))) {
    throw new CopyError(`A newer version has used the ${side}: copy it with that one.`)
  }
  if (applied.length === 0) throw new CopyError(`The ${side} is no database of Latchkey.`)
  if (known.some((name) => !applied.includes(name))) {
    throw new CopyError(
      `The ${side} is of an earlier version: start this version’s server on it once, stop it, and run this again.`,
    )
  }
}
