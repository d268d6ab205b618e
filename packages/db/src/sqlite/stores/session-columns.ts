import type { TokenHash } from '@latchkey/auth'
import { type SQL, sql } from 'drizzle-orm'
import { grants } from '../tables/grants.ts'
import { sessionRecords } from '../tables/session-records.ts'
import { users } from '../tables/users.ts'

/** The columns of a `SessionRecord`. */
export const recordColumns = {
  id: sessionRecords.id,
  userId: sessionRecords.userId,
  kind: sessionRecords.kind,
  clientId: sessionRecords.clientId,
  name: sessionRecords.name,
  givenName: sessionRecords.givenName,
  signInMethod: sessionRecords.signInMethod,
  remembered: sessionRecords.remembered,
  browser: sessionRecords.browser,
  os: sessionRecords.os,
  device: sessionRecords.device,
  ip: sessionRecords.ip,
  deviceFamily: sessionRecords.deviceFamily,
  network: sessionRecords.network,
  newDevice: sessionRecords.newDevice,
  newNetwork: sessionRecords.newNetwork,
  createdAt: sessionRecords.createdAt,
  lastSeenAt: sessionRecords.lastSeenAt,
  idleExpiresAt: sessionRecords.idleExpiresAt,
  expiresAt: sessionRecords.expiresAt,
  stepUpUntil: sessionRecords.stepUpUntil,
  secondFactor: sessionRecords.secondFactor,
}

/** The columns of a `Session`: a check of the table holds that a session without an ending has a token hash. */
export const sessionColumns = {
  ...recordColumns,
  tokenHash: sql<TokenHash>`${sessionRecords.tokenHash}`.mapWith(sessionRecords.tokenHash),
}

/** Selects the number of a user by their id; see `users`. */
export function numberOf(userId: unknown): SQL<number> {
  return sql<number>`(SELECT ${users.number} FROM ${users} WHERE ${users.id} = ${userId})`
}

/** Selects the grants that a user approved and no client has redeemed. */
export function unredeemedBy(userId: unknown): SQL {
  return sql`${grants.userId} = ${userId} AND ${grants.usedAt} IS NULL`
}
