import type { TokenHash } from '@latchkey/auth'
import { type SQL, sql } from 'drizzle-orm'
import { grants } from '../tables/grants.ts'
import { sessions } from '../tables/sessions.ts'

/** The columns of a `SessionRecord`. */
export const recordColumns = {
  id: sessions.id,
  userId: sessions.userId,
  kind: sessions.kind,
  clientId: sessions.clientId,
  name: sessions.name,
  givenName: sessions.givenName,
  signInMethod: sessions.signInMethod,
  remembered: sessions.remembered,
  browser: sessions.browser,
  os: sessions.os,
  device: sessions.device,
  ip: sessions.ip,
  deviceFamily: sessions.deviceFamily,
  network: sessions.network,
  newDevice: sessions.newDevice,
  newNetwork: sessions.newNetwork,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  idleExpiresAt: sessions.idleExpiresAt,
  expiresAt: sessions.expiresAt,
  stepUpUntil: sessions.stepUpUntil,
}

/** The columns of a `Session`: a check of the table holds that a session without an ending has a token hash. */
export const sessionColumns = { ...recordColumns, tokenHash: sql<TokenHash>`${sessions.tokenHash}` }

/** Selects the grants that a user approved and no client has redeemed. */
export function unredeemedBy(userId: unknown): SQL {
  return sql`${grants.userId} = ${userId} AND ${grants.usedAt} IS NULL`
}
