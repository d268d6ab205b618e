import { type EndedSession, overdueEnding, type Session, type SessionRecord, type User } from '@latchkey/auth'
import type { EndReason, SessionId } from '@latchkey/schema'

/** The columns of a `SessionRecord`, of the table `s`. */
export const recordColumns = `
  s.id, s.user_id AS "userId", s.kind, s.client_id AS "clientId", s.name, s.given_name AS "givenName",
  s.sign_in_method AS "signInMethod", s.remembered, s.browser, s.os, s.device, s.ip, s.device_family AS "deviceFamily",
  s.network, s.new_device AS "newDevice", s.new_network AS "newNetwork", s.created_at AS "createdAt",
  s.last_seen_at AS "lastSeenAt", s.idle_expires_at AS "idleExpiresAt", s.expires_at AS "expiresAt",
  s.sudo_until AS "stepUpUntil", s.second_factor AS "secondFactor"`

/** The columns of a `Session`: a check of the table holds that a session without an ending has a token hash. */
export const sessionColumns = `${recordColumns}, s.token_hash AS "tokenHash"`

/** The columns of a `User`, of the table `u`. */
export const userColumns = `
  u.id, u.email, u.email_proven_at AS "emailProvenAt", u.name, u.role, u.created_at AS "createdAt"`

/** The columns of a `User` beside those of a session. */
export const ownerColumns = `
  u.email, u.email_proven_at AS "emailProvenAt", u.name AS "userName", u.role, u.created_at AS "userCreatedAt"`

/** What a statement with `sessionColumns` and `ownerColumns` returns. */
export interface LiveRow extends Session, Pick<User, 'email' | 'emailProvenAt' | 'role'> {
  readonly userName: string
  readonly userCreatedAt: Date
}

/** Returns a session with its user. */
export function liveFromRow(row: LiveRow | null): { session: Session; user: User } | null {
  if (row === null) return null
  const { email, emailProvenAt, role, userName, userCreatedAt, ...session } = row
  return { session, user: { id: session.userId, email, emailProvenAt, name: userName, role, createdAt: userCreatedAt } }
}

/** The columns of an `EndedRow`. */
export const endedColumns = `${recordColumns}, s.ended_at AS "endedAt", s.end_reason AS "endReason", s.ended_by AS "enderId", (
  SELECT coalesce(ender.given_name, ender.name) FROM sessions ender WHERE ender.id = s.ended_by AND ender.user_id = s.user_id
) AS "enderName"`

export interface EndedRow extends SessionRecord {
  readonly endedAt: Date | null
  readonly endReason: EndReason | null
  readonly enderId: SessionId | null
  readonly enderName: string | null
}

/** Returns how a session ended, on record or by time at `now`; `null` while it is live. */
export function endedFromRow(row: EndedRow | null, now: Date | null): EndedSession | null {
  if (row === null) return null
  const { endedAt, endReason, enderId, enderName, ...session } = row
  if (endedAt !== null && endReason !== null) {
    const by = enderId === null || enderName === null ? null : { id: enderId, name: enderName }
    return { ...session, endedAt, endReason, endedBy: by }
  }
  const overdue = now === null ? null : overdueEnding(session, now)
  return overdue === null ? null : { ...session, endedAt: overdue.at, endReason: overdue.reason, endedBy: null }
}
