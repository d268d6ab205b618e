import { and, eq, gt, sql } from 'drizzle-orm'
import type { SqliteDatabase } from '../open-database.ts'
import { challenges } from '../tables/challenges.ts'

/** Returns what tells, in the current transaction, whether an undo of a change of address waits for an address. */
export function createReservedAddresses(db: SqliteDatabase): (email: string, now: Date) => boolean {
  const p = sql.placeholder
  const find = db
    .select({ id: challenges.id })
    .from(challenges)
    .where(
      // Not a placeholder: the index has the rows of this kind alone.
      and(
        sql`${challenges.kind} = 'undo_email_change'`,
        eq(challenges.email, p('email')),
        gt(challenges.expiresAt, p('now')),
      ),
    )
    .limit(1)
    .prepare()
  return (email, now) => find.get({ email, now: now.getTime() }) !== undefined
}
