import { isUnfinishedCopy } from '../postgres/refuse-unfinished-copy.ts'
import { beginLocked, connectPostgres } from './connect-postgres.ts'
import { copiedTables } from './copied-tables.ts'
import { CopyError } from './copy-error.ts'
import type { CopySource, SideOptions } from './copy-sides.ts'
import { readPostgres } from './read-postgres.ts'
import { refuseOtherPostgresMigrations } from './refuse-other-migrations.ts'

/** Others read, and lock rows; they can't change any. */
const lockTables = `LOCK TABLE ${copiedTables.map(({ name }) => name).join(', ')} IN SHARE MODE`

/**
 * Connects to a PostgreSQL whose rows are copied.
 *
 * @throws CopyError where this version can't copy it
 */
export async function openPostgresSource(url: string, { migrations, lockTimeout }: SideOptions): Promise<CopySource> {
  const client = await connectPostgres(url, lockTimeout)
  try {
    if (await isUnfinishedCopy(client)) throw new CopyError('The source is an unfinished copy itself.')
    await refuseOtherPostgresMigrations(client, migrations.postgres, 'source')
  } catch (error) {
    await client.end()
    throw error
  }
  return {
    lock: () => beginLocked(client, lockTables, 'source'),
    read: (table, batchSize) => readPostgres(client, table, batchSize),
    close: () => client.end(),
  }
}
