import type pg from 'pg'
import { migratePostgres } from '../postgres/migrate-postgres.ts'
import { isUnfinishedCopy } from '../postgres/refuse-unfinished-copy.ts'
import { beginLocked, connectPostgres } from './connect-postgres.ts'
import { copiedTables } from './copied-tables.ts'
import { CopyError, notEmptyError } from './copy-error.ts'
import type { CopyTarget, SideOptions } from './copy-sides.ts'
import { readPostgres } from './read-postgres.ts'
import { refuseOtherPostgresMigrations } from './refuse-other-migrations.ts'
import { writePostgres } from './write-postgres.ts'

/** Others read; they can't change a row, nor lock one. */
const lockTables = `LOCK TABLE ${copiedTables.map(({ name }) => name).join(', ')} IN EXCLUSIVE MODE`

/** Connects to a PostgreSQL that rows are copied into. */
export async function openPostgresTarget(url: string, { migrations, lockTimeout }: SideOptions): Promise<CopyTarget> {
  const client = await connectPostgres(url, lockTimeout)
  return {
    async mark() {
      await refuseRows(client)
      await migratePostgres(url, migrations.postgres)
      await refuseOtherPostgresMigrations(client, migrations.postgres, 'target')
      await beginLocked(client, lockTables, 'target')
      await refuseRows(client)
      await client.query('CREATE TABLE IF NOT EXISTS latchkey_unfinished_copy ()')
      await client.query('COMMIT')
    },
    async begin() {
      await beginLocked(client, lockTables, 'target')
      await refuseRows(client)
      if (!(await isUnfinishedCopy(client))) throw new CopyError('Another copy to the target was finished.')
      // What the engine looks at when a transaction ends, it looks at before the rows are verified.
      await client.query('SET CONSTRAINTS ALL IMMEDIATE')
    },
    insert: (table, rows) => writePostgres(client, table, rows),
    read: (table, batchSize) => readPostgres(client, table, batchSize),
    async commit() {
      await client.query('DROP TABLE latchkey_unfinished_copy')
      await client.query('COMMIT')
    },
    close: () => client.end(),
  }
}

/** @throws CopyError where a table of data has rows, also one of an earlier version */
async function refuseRows(client: pg.Client): Promise<void> {
  for (const { name } of copiedTables) {
    // oxlint-disable-next-line no-await-in-loop -- a connection runs one statement after the other
    const { rowCount } = await client.query('SELECT FROM pg_class WHERE oid = to_regclass($1)', [name])
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (rowCount === 1 && (await client.query(`SELECT FROM ${name} LIMIT 1`)).rowCount === 1) throw notEmptyError(name)
  }
}
