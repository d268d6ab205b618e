import { migratePostgres } from '@latchkey/db/postgres'
import { type StartedPostgres, startPostgres } from '@latchkey/db/testing'
import { onTestFinished } from 'vitest'
import { postgresMigrationsFolder } from '../../src/paths.ts'

export interface OwnPostgresOptions {
  /** Settings as PostgreSQL takes them: `max_connections=12`. */
  readonly settings?: readonly string[]
  /** The folder in which its data are kept. Default: that of temporary files. */
  readonly parent?: string
}

/**
 * Starts a PostgreSQL for one test, which may stop and kill it: one that syncs what it commits, as an operator's does. Its
 * database has all tables. It ends with the test.
 */
export async function startOwnPostgres({ settings = [], parent }: OwnPostgresOptions = {}): Promise<StartedPostgres> {
  const flags = settings.flatMap((setting) => ['-c', setting])
  const postgres = await startPostgres({ flags, ...(parent === undefined ? {} : { parent }) })
  onTestFinished(postgres.stop)
  await migratePostgres(postgres.url, postgresMigrationsFolder)
  return postgres
}
