import {
  type Ending,
  type NamedSession,
  recordedEnding,
  type SessionRotation,
  type SessionStart,
  type SignInAttempt,
  type Sighting,
  type StartedSession,
  type TokenHash,
} from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import { signalSessions } from '../session-signals.ts'
import { statement } from '../statement.ts'
import { hasTotp } from './factor-changes.ts'

/*
 * Changes to sessions that several stores make, each in the transaction of its caller. What must hold for all sessions of a
 * user together is decided by one transaction at a time: it locks the row of the user, then the rows of the sessions that it
 * may change by their ids. Users are locked before sessions and both in the order of their ids, so that no two transactions
 * wait for each other.
 */

/** A live session, locked: what its ending depends on. */
export interface LockedSession extends NamedSession {
  readonly userId: UserId
  readonly lastSeenAt: Date
  readonly idleExpiresAt: Date
  readonly expiresAt: Date
}

/** The columns of a `LockedSession`. */
export const lockedColumns = `id, user_id AS "userId", coalesce(given_name, name) AS name, last_seen_at AS "lastSeenAt",
  idle_expires_at AS "idleExpiresAt", expires_at AS "expiresAt"`

// The foreign keys of rows that are inserted meanwhile do not wait for this lock.
const lockUserRows = statement<{ id: UserId }>(
  'SELECT id FROM users WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE',
)
const lockLive = statement<LockedSession>(`
  SELECT ${lockedColumns} FROM sessions
  WHERE ended_at IS NULL AND (user_id = $1 OR id = $2) ORDER BY id FOR NO KEY UPDATE`)
const lockHolder = statement<object>(
  'SELECT FROM sessions WHERE token_hash = $1 AND user_id = $2 AND idle_expires_at > $3 FOR SHARE',
)
const insert = statement(`
  INSERT INTO sessions (id, user_id, token_hash, kind, client_id, name, given_name, sign_in_method, remembered, browser, os,
    device, ip, device_family, network, new_device, new_network, created_at, last_seen_at, idle_expires_at, expires_at,
    sudo_until, second_factor)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`)
const insertRefreshToken = statement('INSERT INTO refresh_tokens (hash, session_id, created_at) VALUES ($1, $2, $3)')
const rotation = statement(`
  UPDATE sessions SET token_hash = $3, sudo_until = $4, second_factor = coalesce($5, second_factor)
  WHERE id = $1 AND token_hash = $2`)
const insertAttempt = statement(`
  INSERT INTO sign_in_attempts (id, user_id, token_hash, method, remember, client_id, client_name, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
const useTrusted = statement(`
  UPDATE trusted_devices SET last_used_at = $3, ip = $4 WHERE token_hash = $1 AND user_id = $2 AND expires_at > $3`)
const seen = statement(`
  UPDATE sessions SET last_seen_at = seen.at, ip = seen.ip
  FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS seen (id, at, ip)
  WHERE sessions.id = seen.id AND ended_at IS NULL AND last_seen_at <= seen.at`)
const lockByIds = statement(
  'SELECT FROM sessions WHERE id = ANY($1::text[]) AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE',
)
const storeEndings = statement<{ id: SessionId }>(`
  UPDATE sessions SET ended_token_hash = token_hash, token_hash = NULL, ended_at = ending.at, end_reason = ending.reason,
    ended_by = ending.by
  FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[]) AS ending (id, at, reason, by)
  WHERE sessions.id = ending.id AND ended_at IS NULL
  RETURNING sessions.id`)
const deleteUnredeemedGrants = statement('DELETE FROM grants WHERE user_id = $1 AND used_at IS NULL')
const deleteAttempts = statement('DELETE FROM sign_in_attempts WHERE user_id = $1')

/** Locks users against every other transaction that does. */
export async function lockUsers(connection: Connection, ...ids: readonly UserId[]): Promise<void> {
  await connection.rows(lockUserRows, ids)
}

/** Locks the live sessions of a user, and one that may be another user's; returns them. */
export function lockLiveSessions(
  connection: Connection,
  userId: UserId,
  other: SessionId | null = null,
): Promise<readonly LockedSession[]> {
  return connection.rows(lockLive, userId, other)
}

/** Locks the live session with this token, shared, so that it does not end before what it does is done; `false` without one. */
export async function holdSession(
  connection: Connection,
  { token, userId, now }: { readonly token: TokenHash; readonly userId: UserId; readonly now: Date },
): Promise<boolean> {
  return (await connection.row(lockHolder, token, userId, now)) !== null
}

/** Locks the users whose sessions a start changes. A user who signs up is not stored yet: their own insertion locks them. */
export async function lockForStart(connection: Connection, { session, replaces }: SessionStart): Promise<void> {
  await lockUsers(connection, session.userId, ...(replaces === null ? [] : [replaces.target.userId]))
}

/** As `SessionStore.start`, once `lockForStart` has locked its users. */
export async function startSession(connection: Connection, starting: SessionStart): Promise<StartedSession> {
  const { attempt, replaces, limit, seen: sightings, refreshTokenHash } = starting
  const trusted = await trustOf(connection, starting)
  if (attempt !== null && trusted === null && (await hasTotp(connection, attempt.userId))) {
    await storeAttempt(connection, attempt)
    return { session: starting.session, attempt, replaced: null, beyondLimit: [] }
  }
  const session = trusted === null ? starting.session : { ...starting.session, secondFactor: trusted }
  const { id, userId, createdAt } = session
  const locked = await lockLiveSessions(connection, userId, replaces?.target.id ?? null)
  await storeSightings(connection, sightings)
  const old = locked.find((one) => one.id === replaces?.target.id && one.userId === replaces.target.userId)
  const replaced = replaces === null || old === undefined ? [] : await endLocked(connection, [old], replaces.ending)
  await connection.run(insert, ...valuesOf(session))
  await signalSessions(connection, userId)
  if (refreshTokenHash !== null) await connection.run(insertRefreshToken, refreshTokenHash, id, createdAt)
  const { max, ending } = limit
  const others = locked.filter((one) => one.userId === userId && one !== old && one.idleExpiresAt > ending.at)
  const beyond = others
    .map((one) => ({ ...one, lastSeenAt: laterOf(one.lastSeenAt, sightings.get(one.id)) }))
    .toSorted(byLastUse)
    .slice(Math.max(0, max - 1))
  return {
    session,
    attempt: null,
    replaced: replaced[0] ?? null,
    beyondLimit: await endLocked(connection, beyond, ending),
  }
}

/** Records the use of a trusted device in a start that a second factor is asked for; `null` without one. */
async function trustOf(
  connection: Connection,
  { session, attempt, trustedDevice }: SessionStart,
): Promise<'trusted_device' | null> {
  if (attempt === null || trustedDevice === null) return null
  const { userId, ip, createdAt } = session
  return (await connection.run(useTrusted, trustedDevice, userId, createdAt, ip)) === 1 ? 'trusted_device' : null
}

async function storeAttempt(connection: Connection, attempt: SignInAttempt): Promise<void> {
  const { id, userId, tokenHash, method, remember, client, createdAt, expiresAt } = attempt
  const of = [client?.id ?? null, client?.name ?? null]
  await connection.run(insertAttempt, id, userId, tokenHash, method, remember, ...of, createdAt, expiresAt)
}

function laterOf(at: Date, sighting: Sighting | undefined): Date {
  return sighting !== undefined && sighting.at > at ? sighting.at : at
}

/** The latest first, and by id where two were used at once, as their list. */
function byLastUse(one: LockedSession, other: LockedSession): number {
  const difference = other.lastSeenAt.getTime() - one.lastSeenAt.getTime()
  if (difference !== 0) return difference
  return other.id > one.id ? 1 : -1
}

function valuesOf(session: SessionStart['session']): readonly unknown[] {
  return [
    session.id,
    session.userId,
    session.tokenHash,
    session.kind,
    session.clientId,
    session.name,
    session.givenName,
    session.signInMethod,
    session.remembered,
    session.browser,
    session.os,
    session.device,
    session.ip,
    session.deviceFamily,
    session.network,
    session.newDevice,
    session.newNetwork,
    session.createdAt,
    session.lastSeenAt,
    session.idleExpiresAt,
    session.expiresAt,
    session.stepUpUntil,
    session.secondFactor,
  ]
}

/** As `SessionStore.recordSeen`. */
export async function recordSeen(connection: Connection, sightings: ReadonlyMap<SessionId, Sighting>): Promise<void> {
  if (sightings.size === 0) return
  await connection.rows(lockByIds, [...sightings.keys()])
  await storeSightings(connection, sightings)
}

/** Stores last uses of sessions that are locked. */
async function storeSightings(connection: Connection, sightings: ReadonlyMap<SessionId, Sighting>): Promise<void> {
  if (sightings.size === 0) return
  const all = [...sightings.values()]
  const times = all.map(({ at }) => at)
  await connection.run(
    seen,
    [...sightings.keys()],
    times,
    all.map(({ ip }) => ip),
  )
}

/** Gives a session its new token; `false` when the old one is not its token. */
export async function rotate(
  connection: Connection,
  { id, from, to, stepUpUntil, secondFactor }: SessionRotation,
): Promise<boolean> {
  return (await connection.run(rotation, id, from, to, stepUpUntil, secondFactor)) === 1
}

/**
 * Ends sessions that are locked; returns those that were live. The others keep the ending of time: a clock that is set back
 * does not revive them.
 */
export async function endLocked(
  connection: Connection,
  locked: readonly LockedSession[],
  decided: Ending,
): Promise<readonly NamedSession[]> {
  const endings = locked.map((session) => ({ session, ending: recordedEnding(session, decided) }))
  await putOnRecord(
    connection,
    endings.map(({ session: { id, userId }, ending }) => ({ id, userId, ending })),
  )
  return endings.flatMap(({ session: { id, name }, ending }) => (ending === decided ? [{ id, name }] : []))
}

/** Puts endings of sessions that are locked on record. */
export async function putOnRecord(
  connection: Connection,
  endings: readonly { readonly id: SessionId; readonly userId: UserId; readonly ending: Ending }[],
): Promise<void> {
  if (endings.length === 0) return
  await signalSessions(connection, ...endings.map(({ userId }) => userId))
  await connection.rows(
    storeEndings,
    endings.map(({ id }) => id),
    endings.map(({ ending }) => ending.at),
    endings.map(({ ending }) => ending.reason),
    endings.map(({ ending }) => ending.by),
  )
}

/** Ends the sessions of a user who is locked, but `keep`; returns those that were live. */
export async function endAllOf(
  connection: Connection,
  { userId, keep }: { readonly userId: UserId; readonly keep: SessionId | null },
  ending: Ending,
): Promise<readonly NamedSession[]> {
  const locked = await lockLiveSessions(connection, userId)
  return endLocked(
    connection,
    locked.filter(({ id }) => id !== keep),
    ending,
  )
}

/** Deletes the grants that a user approved and no client has redeemed, and their sign-ins that wait for a second factor. */
export async function deleteUnfinished(connection: Connection, userId: UserId): Promise<void> {
  await connection.run(deleteUnredeemedGrants, userId)
  await connection.run(deleteAttempts, userId)
}
