import pg from 'pg'
import { UnfinishedCopyError, unfinishedCopyMark } from '../unfinished-copy.ts'

/**
 * Does nothing but for a database that is marked as an unfinished copy.
 *
 * @throws UnfinishedCopyError where it is
 */
export async function refuseUnfinishedCopy(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'latchkey', connectionTimeoutMillis: 5000 })
  // What uses it is told by its query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if (await isUnfinishedCopy(client)) throw new UnfinishedCopyError()
  } finally {
    await client.end()
  }
}

/** Whether a database is marked as an unfinished copy. */
export async function isUnfinishedCopy(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isMarked: boolean }>('SELECT to_regclass($1) IS NOT NULL AS "isMarked"', [
    unfinishedCopyMark,
  ])
  return rows[0]?.isMarked === true
}
