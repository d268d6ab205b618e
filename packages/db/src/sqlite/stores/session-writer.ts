import {
  type Ending,
  type NamedSession,
  recordedEnding,
  type Session,
  type SessionRotation,
  type SessionStart,
  type SessionTarget,
  type SignInAttempt,
  type Sighting,
  type StartedSession,
  type TokenHash,
} from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { and, desc, eq, gt, isNull, lte, ne, sql } from 'drizzle-orm'
import type { SqliteDatabase } from '../open-database.ts'
import { grants } from '../tables/grants.ts'
import { refreshTokens } from '../tables/refresh-tokens.ts'
import { sessionProfiles } from '../tables/session-profiles.ts'
import { sessionRecords } from '../tables/session-records.ts'
import { signInAttempts, trustedDevices } from '../tables/second-factors.ts'
import { sessions } from '../tables/sessions.ts'
import { bytesOfHash, hasTokenHash } from '../tables/token-hash.ts'
import type { FactorWriter } from './factor-writer.ts'
import { numberOf, unredeemedBy } from './session-columns.ts'

/** A session that is to be ended: what its ending depends on. */
export interface EndableSession extends NamedSession {
  readonly idleExpiresAt: Date
  readonly expiresAt: Date
}

/** The columns of an `EndableSession`. */
export const endableColumns = {
  id: sessionRecords.id,
  /** The name that the session is shown under; see `nameOf`. */
  name: sql<string>`coalesce(${sessionRecords.givenName}, ${sessionRecords.name})`,
  idleExpiresAt: sessionRecords.idleExpiresAt,
  expiresAt: sessionRecords.expiresAt,
}

/** Changes to sessions that several stores make. Each runs in the transaction of its caller. */
export interface SessionWriter {
  /** As `SessionStore.start`. */
  start(start: SessionStart): StartedSession

  /** As `SessionStore.recordSeen`. */
  recordSeen(sightings: ReadonlyMap<SessionId, Sighting>): void

  /** Whether a token is that of a live session of a user. */
  isHeld(held: { readonly token: TokenHash; readonly userId: UserId; readonly now: Date }): boolean

  /** Whether the old token of a rotation is the token of its session. */
  isCurrent(rotation: SessionRotation): boolean

  /** Gives a session its new token; `false` when the old one is not its token. */
  rotate(rotation: SessionRotation): boolean

  /** Ends one session of a user; returns it when it was live. */
  end(target: SessionTarget, ending: Ending): NamedSession | null

  /** Ends a user's sessions but `keep`; returns those that were live. */
  endAll(target: { userId: UserId; keep: SessionId | null }, ending: Ending): readonly NamedSession[]

  /** Deletes the grants that a user approved and no client has redeemed, and their sign-ins that wait for a second factor. */
  deleteUnfinished(userId: UserId): void

  /** Puts an ending on record; `false` when the session has one already. */
  storeEnding(id: SessionId, ending: Ending): boolean
}

function attemptRow({ client, ...attempt }: SignInAttempt) {
  return { ...attempt, clientId: client?.id ?? null, clientName: client?.name ?? null }
}

export function createSessionWriter(db: SqliteDatabase, factors: FactorWriter): SessionWriter {
  const p = sql.placeholder
  const hasNoEnding = isNull(sessions.endedAt)
  const isOfUser = and(eq(sessionRecords.userNumber, numberOf(p('userId'))), isNull(sessionRecords.endedAt))

  const profileColumns = {
    kind: p('kind'),
    name: p('name'),
    signInMethod: p('signInMethod'),
    device: p('device'),
    deviceFamily: p('deviceFamily'),
    // Drizzle does not map a placeholder to null, so these are passed on as they are.
    clientId: sql`${p('clientId')}`,
    browser: sql`${p('browser')}`,
    os: sql`${p('os')}`,
  }
  const findProfile = db
    .select({ id: sessionProfiles.id })
    .from(sessionProfiles)
    .where(
      and(
        eq(sessionProfiles.deviceFamily, p('deviceFamily')),
        eq(sessionProfiles.name, p('name')),
        eq(sessionProfiles.kind, p('kind')),
        eq(sessionProfiles.signInMethod, p('signInMethod')),
        eq(sessionProfiles.device, p('device')),
        sql`${sessionProfiles.clientId} IS ${p('clientId')}`,
        sql`${sessionProfiles.browser} IS ${p('browser')}`,
        sql`${sessionProfiles.os} IS ${p('os')}`,
      ),
    )
    .prepare()
  const insertProfile = db.insert(sessionProfiles).values(profileColumns).prepare()
  const profileOf = (session: Session): number | bigint =>
    findProfile.get({ ...session })?.id ?? insertProfile.run({ ...session }).lastInsertRowid

  const insert = db
    .insert(sessions)
    .values({
      id: p('id'),
      userNumber: numberOf(p('userId')),
      profileId: p('profileId'),
      tokenHash: p('tokenHash'),
      remembered: p('remembered'),
      newDevice: p('newDevice'),
      newNetwork: p('newNetwork'),
      createdAt: p('createdAt'),
      lastSeenAt: p('lastSeenAt'),
      idleExpiresAt: p('idleExpiresAt'),
      expiresAt: p('expiresAt'),
      // Drizzle does not map a placeholder to null, so these are passed on as they are.
      givenName: sql`${p('givenName')}`,
      ip: sql`${p('ip')}`,
      network: sql`${p('network')}`,
      stepUpUntil: sql`${p('stepUpUntil')}`,
      secondFactor: sql`${p('secondFactor')}`,
    })
    .prepare()
  const insertRefreshToken = db
    .insert(refreshTokens)
    .values({ hash: p('hash'), sessionId: p('sessionId'), createdAt: p('createdAt') })
    .prepare()

  const insertAttempt = db
    .insert(signInAttempts)
    .values({
      id: p('id'),
      userId: p('userId'),
      tokenHash: p('tokenHash'),
      method: p('method'),
      remember: p('remember'),
      // Drizzle does not map a placeholder to null, so these are passed on as they are.
      clientId: sql`${p('clientId')}`,
      clientName: sql`${p('clientName')}`,
      createdAt: p('createdAt'),
      expiresAt: p('expiresAt'),
    })
    .prepare()
  const useTrusted = db
    .update(trustedDevices)
    .set({ lastUsedAt: sql`${p('at')}`, ip: sql`${p('ip')}` })
    .where(
      and(
        eq(trustedDevices.tokenHash, p('tokenHash')),
        eq(trustedDevices.userId, p('userId')),
        gt(trustedDevices.expiresAt, p('at')),
      ),
    )
    .prepare()
  /** Records the use of a trusted device in a start that a second factor is asked for; `null` without one. */
  const trustOf = ({ session, attempt, trustedDevice }: SessionStart): 'trusted_device' | null => {
    if (attempt === null || trustedDevice === null) return null
    const { userId, ip, createdAt } = session
    const used = useTrusted.run({ tokenHash: trustedDevice, userId, ip, at: createdAt.getTime() })
    return used.changes === 1 ? 'trusted_device' : null
  }

  const findHolder = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        hasTokenHash(sessions, p('token')),
        eq(sessions.userNumber, numberOf(p('userId'))),
        gt(sessions.idleExpiresAt, p('now')),
      ),
    )
    .prepare()
  const isToRotate = and(eq(sessions.id, p('id')), hasTokenHash(sessions, p('from')))
  const findCurrent = db.select({ id: sessions.id }).from(sessions).where(isToRotate).prepare()
  const rotate = db
    .update(sessions)
    .set({
      tokenHash: sql`${p('to')}`,
      stepUpUntil: sql`${p('stepUpUntil')}`,
      secondFactor: sql`coalesce(${p('secondFactor')}, second_factor)`,
    })
    .where(isToRotate)
    .prepare()

  const recordSeen = db
    .update(sessions)
    .set({ lastSeenAt: sql`${p('at')}`, ip: sql`${p('ip')}` })
    .where(and(eq(sessions.id, p('id')), hasNoEnding, lte(sessions.lastSeenAt, p('at'))))
    .prepare()
  const findOne = db
    .select(endableColumns)
    .from(sessionRecords)
    .where(and(eq(sessionRecords.id, p('id')), isOfUser))
    .prepare()
  const findAll = db
    .select(endableColumns)
    .from(sessionRecords)
    .where(and(isOfUser, ne(sessionRecords.id, p('keep'))))
    .prepare()
  const findBeyond = db
    .select(endableColumns)
    .from(sessionRecords)
    .where(and(isOfUser, gt(sessionRecords.idleExpiresAt, p('now')), ne(sessionRecords.id, p('keep'))))
    .orderBy(desc(sessionRecords.lastSeenAt), desc(sessionRecords.id))
    .limit(Number.MAX_SAFE_INTEGER)
    .offset(p('others'))
    .prepare()

  const end = db
    .update(sessions)
    .set({
      endedTokenHash: sql`token_hash`,
      tokenHash: null,
      endedAt: sql`${p('at')}`,
      endReason: sql`${p('reason')}`,
      endedBy: sql`${p('by')}`,
    })
    .where(and(eq(sessions.id, p('id')), hasNoEnding))
    .prepare()
  const deleteAttempts = db
    .delete(signInAttempts)
    .where(eq(signInAttempts.userId, p('userId')))
    .prepare()
  const deleteUnredeemed = db
    .delete(grants)
    .where(unredeemedBy(p('userId')))
    .prepare()

  /** Returns the sessions that were live; the others keep the ending of time. */
  const endSelected = (selected: readonly EndableSession[], decided: Ending): readonly NamedSession[] =>
    selected.flatMap((session) => {
      const ending = recordedEnding(session, decided)
      const { id, name } = session
      return writer.storeEnding(id, ending) && ending === decided ? [{ id, name }] : []
    })

  const writer: SessionWriter = {
    start(starting) {
      const trusted = trustOf(starting)
      if (starting.attempt !== null && trusted === null && factors.hasTotp(starting.session.userId)) {
        insertAttempt.run(attemptRow(starting.attempt))
        return { session: starting.session, attempt: starting.attempt, replaced: null, beyondLimit: [] }
      }
      const { replaces, limit, seen, refreshTokenHash } = starting
      const session = trusted === null ? starting.session : { ...starting.session, secondFactor: trusted }
      const { id, userId, createdAt } = session
      writer.recordSeen(seen)
      const replaced = replaces === null ? null : writer.end(replaces.target, replaces.ending)
      insert.run({ ...session, profileId: profileOf(session), stepUpUntil: session.stepUpUntil?.getTime() ?? null })
      if (refreshTokenHash !== null) insertRefreshToken.run({ hash: refreshTokenHash, sessionId: id, createdAt })
      const { max, ending } = limit
      const beyond = findBeyond.all({ userId, keep: id, now: ending.at.getTime(), others: max - 1 })
      return { session, attempt: null, replaced, beyondLimit: endSelected(beyond, ending) }
    },

    recordSeen(sightings) {
      for (const [id, { at, ip }] of sightings) recordSeen.run({ id, at: at.getTime(), ip })
    },

    isHeld({ token, userId, now }) {
      return findHolder.get({ token: bytesOfHash(token), userId, now: now.getTime() }) !== undefined
    },

    isCurrent({ id, from }) {
      return findCurrent.get({ id, from: bytesOfHash(from) }) !== undefined
    },

    rotate({ id, from, to, stepUpUntil, secondFactor }) {
      const changed = rotate.run({
        id,
        from: bytesOfHash(from),
        to: bytesOfHash(to),
        stepUpUntil: stepUpUntil.getTime(),
        secondFactor,
      })
      return changed.changes === 1
    },

    end({ id, userId }, ending) {
      return endSelected(findOne.all({ id, userId }), ending)[0] ?? null
    },

    endAll({ userId, keep }, ending) {
      return endSelected(findAll.all({ userId, keep: keep ?? '' }), ending)
    },

    deleteUnfinished(userId) {
      deleteUnredeemed.run({ userId })
      deleteAttempts.run({ userId })
    },

    storeEnding(id, { at, reason, by }) {
      return end.run({ id, at: at.getTime(), reason, by }).changes === 1
    },
  }
  return writer
}
