import { UnfinishedCopyError, unfinishedCopyMark } from '../unfinished-copy.ts'
import type { SqliteDatabase } from './open-database.ts'

/**
 * Does nothing but for a database that is marked as an unfinished copy.
 *
 * @throws UnfinishedCopyError where it is
 */
export function refuseUnfinishedCopy(db: SqliteDatabase): void {
  if (isUnfinishedCopy(db)) throw new UnfinishedCopyError()
}

/** Whether a database is marked as an unfinished copy. */
export function isUnfinishedCopy({ $client }: SqliteDatabase): boolean {
  return $client.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(unfinishedCopyMark) !== undefined
}
