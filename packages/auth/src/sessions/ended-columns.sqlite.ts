import { sessions } from '@latchkey/db'
import type { EndReason } from '@latchkey/schema'
import { type SQL, sql } from 'drizzle-orm'
import type { NamedSession, SessionId } from './session.ts'

/** The values of an ending: given here, or bound later under their names. */
export interface EndingValues {
  readonly at: unknown
  readonly reason: unknown
  readonly by: unknown
}

const bound: EndingValues = { at: sql.placeholder('at'), reason: sql.placeholder('reason'), by: sql.placeholder('by') }

/** What an ending gives back: which sessions it ended, by what name, and for which reason. */
export const endedReturning = {
  id: sessions.id,
  name: sql<string>`coalesce(given_name, name)`,
  endReason: sessions.endReason,
}

/** Of the rows that an ending touched, the sessions that it ended: not those that time had ended before. */
export function endedFor(
  reason: EndReason,
  rows: readonly { id: string; name: string; endReason: string | null }[],
): readonly NamedSession[] {
  return rows.filter((row) => row.endReason === reason).map(({ id, name }) => ({ id: id as SessionId, name }))
}

/**
 * What an update writes to end sessions. The token hash goes from every row that is picked, the overdue ones too: a
 * clock that is set back must not revive them. What time had ended already keeps time's own reason and moment.
 */
export function endedNow({ at, reason, by }: EndingValues = bound): Record<string, SQL | null> {
  const overdue = sql`idle_expires_at <= ${at}`
  return {
    endedTokenHash: sql`token_hash`,
    tokenHash: null,
    endedAt: sql`CASE WHEN ${overdue} THEN idle_expires_at ELSE ${at} END`,
    endReason: sql`CASE WHEN NOT ${overdue} THEN ${reason} WHEN idle_expires_at = expires_at THEN 'expired' ELSE 'idle' END`,
    endedBy: sql`CASE WHEN ${overdue} THEN NULL ELSE ${by} END`,
  }
}
