import { grants } from '@latchkey/db'
import { and, eq, isNull, type SQL } from 'drizzle-orm'

/**
 * What a user approved and no client has exchanged yet. Who ends everything else means these too: they are deleted, since
 * a moment that is over for one process may be still to come for another whose clock is late.
 */
export function notPickedUp(userId: unknown): SQL | undefined {
  return and(eq(grants.userId, userId as string), isNull(grants.usedAt))
}
