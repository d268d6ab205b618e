import { sessions } from '@latchkey/db'
import type { EndReason, SignInMethod } from '@latchkey/schema'
import type { UserId } from '../users/user.ts'
import type { EndedSession, Session, SessionId, SessionRecord } from './session.ts'
import type { TokenHash } from './session-token.ts'

type Row = typeof sessions.$inferSelect

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
  sudoUntil: sessions.sudoUntil,
}

export const sessionColumns = { ...recordColumns, tokenHash: sessions.tokenHash }

export type RecordRow = Pick<Row, keyof typeof recordColumns>

/** Only rows that have a token hash are read as sessions; the table's check holds that live ones do. */
export function sessionFromRow({ tokenHash, ...row }: Pick<Row, keyof typeof sessionColumns>): Session {
  return { ...recordFromRow(row), tokenHash: tokenHash as TokenHash }
}

export interface EndedRow {
  readonly session: RecordRow
  readonly endedAt: Date
  readonly endReason: string
  readonly endedBy: string | null
  readonly endedByName: string | null
}

export function endedFromRow({ session, endedAt, endReason, endedBy, endedByName }: EndedRow): EndedSession {
  return {
    ...recordFromRow(session),
    endedAt,
    endReason: endReason as EndReason,
    endedBy: endedBy === null || endedByName === null ? null : { id: endedBy as SessionId, name: endedByName },
  }
}

function recordFromRow(row: RecordRow): SessionRecord {
  return {
    ...row,
    id: row.id as SessionId,
    userId: row.userId as UserId,
    signInMethod: row.signInMethod as SignInMethod,
  }
}
