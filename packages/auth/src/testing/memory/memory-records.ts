import type {
  ChallengeId,
  EventId,
  IdentityId,
  MailId,
  NoticeKind,
  PasskeyId,
  RecoveryCodeId,
  SessionId,
  SignInAttemptId,
  SigningKeyId,
  TrustedDeviceId,
  UserId,
} from '@latchkey/schema'
import type { Challenge } from '../../challenges/challenge.ts'
import { after } from '../../core/duration.ts'
import type { EventRecord } from '../../events/event-record.ts'
import type { RecordOutcome } from '../../events/event-store.ts'
import type { Grant, GrantHash } from '../../grants/grant.ts'
import type { RateLimitHash, StoredCount } from '../../limits/rate-limit-store.ts'
import type { Identity } from '../../identities/identity.ts'
import { type DirectContent, noticeId, noticeLifetime, type OutboxMail } from '../../mail/outbox-store.ts'
import type { AuthorizationRequest, StateHash } from '../../oauth/authorization-request.ts'
import type { Ending, NamedSession, RefreshTokenHash, Session, SessionRotation } from '../../sessions/session.ts'
import { namedSession } from '../../sessions/session.ts'
import { recordedEnding } from '../../sessions/session-lifetime.ts'
import type { SessionStart, Sighting, StartedSession } from '../../sessions/session-store.ts'
import type { Passkey, PasskeyChallenge, PasskeyChallengeHash } from '../../passkeys/passkey.ts'
import type { RecoveryCode, TotpCredential } from '../../second-factors/second-factor.ts'
import type { SignInAttempt, TrustedDevice } from '../../sessions/sign-in-attempt.ts'
import type { RefreshTokenFamily, UsedRefreshToken } from '../../tokens/refresh-token.ts'
import type { SigningKey } from '../../tokens/signing-key.ts'
import type { User } from '../../users/user.ts'

/** A session on record: without an ending it is live, or overdue. */
export interface MemorySession {
  session: Session
  ending: Ending | null
}

/** A mail in the outbox: one that was stored as it is, or the notice of an event. */
export type MemoryMail = {
  readonly id: MailId
  readonly createdAt: Date
  readonly expiresAt: Date
  attempts: number
  dueAt: Date
  claimedUntil: Date | null
  sentAt: Date | null
} & (
  | { readonly notice: null; readonly recipient: string; readonly content: DirectContent; sealedSecret: string | null }
  | { readonly notice: NoticeKind; readonly userId: UserId; readonly eventId: EventId }
)

/** The records that the memory stores share, as the tables of a database are shared. For unit tests. */
export interface MemoryRecords {
  readonly users: Map<UserId, User>
  readonly hashes: Map<UserId, string>
  readonly sessions: Map<SessionId, MemorySession>
  readonly identities: Map<IdentityId, Identity>
  readonly requests: Map<StateHash, AuthorizationRequest>
  readonly events: EventRecord[]
  readonly challenges: Map<ChallengeId, { readonly challenge: Challenge; readonly tries: number }>
  readonly outbox: Map<MailId, MemoryMail>
  readonly undeliverable: Map<string, Date>
  readonly totp: Map<UserId, TotpCredential>
  readonly recoveryCodes: Map<RecoveryCodeId, RecoveryCode>
  readonly trustedDevices: Map<TrustedDeviceId, TrustedDevice>
  readonly attempts: Map<SignInAttemptId, { readonly attempt: SignInAttempt; readonly tries: number }>
  readonly passkeys: Map<PasskeyId, Passkey>
  readonly passkeyChallenges: Map<PasskeyChallengeHash, PasskeyChallenge>
  readonly rateLimits: Map<RateLimitHash, StoredCount>
  readonly signingKeys: Map<SigningKeyId, SigningKey>
  readonly grants: Map<GrantHash, { readonly grant: Grant; readonly session: SessionId | null }>
  readonly refreshTokens: Map<
    RefreshTokenHash,
    {
      readonly sessionId: SessionId
      readonly createdAt: Date
      family: RefreshTokenFamily | null
      used: UsedRefreshToken | null
    }
  >
}

export function isLive({ session, ending }: MemorySession, now: Date): boolean {
  return ending === null && session.idleExpiresAt > now
}

/** Returns a user's live sessions, the one seen last first. */
export function liveSessions({ sessions }: MemoryRecords, userId: UserId, now: Date): readonly Session[] {
  return [...sessions.values()]
    .filter((record) => record.session.userId === userId && isLive(record, now))
    .map(({ session }) => session)
    .toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime() || (a.id < b.id ? 1 : -1))
}

/** Ends the sessions without an ending that `which` selects; returns those that were live. */
export function endWhere(
  { sessions }: MemoryRecords,
  which: (session: Session) => boolean,
  ending: Ending,
): readonly NamedSession[] {
  const selected = [...sessions.values()].filter((record) => record.ending === null && which(record.session))
  for (const record of selected) record.ending = recordedEnding(record.session, ending)
  return selected.filter((record) => record.ending === ending).map(({ session }) => namedSession(session))
}

/** Records the last uses of sessions; an older one than is known, and one of an ended session, changes nothing. */
export function recordSightings({ sessions }: MemoryRecords, sightings: ReadonlyMap<SessionId, Sighting>): void {
  for (const [id, { at, ip }] of sightings) {
    const record = sessions.get(id)
    if (record === undefined || record.ending !== null || at < record.session.lastSeenAt) continue
    record.session = { ...record.session, lastSeenAt: at, ip }
  }
}

/** Stores a session and ends those that it replaces or that are beyond the limit. */
export function startSession(records: MemoryRecords, starting: SessionStart): StartedSession {
  const { attempt, replaces, limit, seen, refreshTokenHash } = starting
  const isTrusted = usesTrustedDevice(records, starting)
  if (attempt !== null && !isTrusted && records.totp.has(attempt.userId)) {
    records.attempts.set(attempt.id, { attempt, tries: 0 })
    return { session: starting.session, attempt, replaced: null, beyondLimit: [] }
  }
  const session: Session = isTrusted ? { ...starting.session, secondFactor: 'trusted_device' } : starting.session
  const stored = [...records.sessions.values()]
  const isDuplicate = ({ session: other, ending }: MemorySession): boolean =>
    other.id === session.id || (ending === null && other.tokenHash === session.tokenHash)
  if (stored.some(isDuplicate)) {
    throw new Error('a session with this id or token hash is stored already')
  }
  recordSightings(records, seen)
  const replaced =
    replaces === null
      ? []
      : endWhere(
          records,
          ({ id, userId }) => id === replaces.target.id && userId === replaces.target.userId,
          replaces.ending,
        )
  records.sessions.set(session.id, { session, ending: null })
  if (refreshTokenHash !== null) {
    const token = { sessionId: session.id, createdAt: session.createdAt, family: null, used: null }
    records.refreshTokens.set(refreshTokenHash, token)
  }
  const others = liveSessions(records, session.userId, limit.ending.at).filter(({ id }) => id !== session.id)
  const beyond = new Set(others.slice(limit.max - 1).map(({ id }) => id))
  const beyondLimit = endWhere(records, ({ id }) => beyond.has(id), limit.ending)
  return { session, attempt: null, replaced: replaced[0] ?? null, beyondLimit }
}

/** Records the use of a trusted device in a start that a second factor is asked for; `false` without one. */
function usesTrustedDevice(
  { trustedDevices }: MemoryRecords,
  { session, attempt, trustedDevice }: SessionStart,
): boolean {
  if (attempt === null || trustedDevice === null) return false
  const { userId, ip, createdAt } = session
  const found = [...trustedDevices.values()].find(
    (device) => device.tokenHash === trustedDevice && device.userId === userId && device.expiresAt > createdAt,
  )
  if (found !== undefined) trustedDevices.set(found.id, { ...found, ip, lastUsedAt: createdAt })
  return found !== undefined
}

/** Gives a session its new token; `false` when the old one is not the token of a session that has no ending. */
export function rotateSession(
  { sessions }: MemoryRecords,
  { id, from, to, stepUpUntil, secondFactor }: SessionRotation,
): boolean {
  const record = sessions.get(id)
  if (record === undefined || record.ending !== null || record.session.tokenHash !== from) return false
  const factor = secondFactor ?? record.session.secondFactor
  record.session = { ...record.session, tokenHash: to, stepUpUntil, secondFactor: factor }
  return true
}

/** Deletes the grants that a user approved and no client has redeemed, and their sign-ins that wait for a second factor. */
export function deleteUnfinished({ grants, attempts }: MemoryRecords, userId: UserId): void {
  for (const { attempt } of attempts.values()) if (attempt.userId === userId) attempts.delete(attempt.id)
  for (const [hash, { grant, session }] of grants) {
    if (session === null && grant.approval?.userId === userId) grants.delete(hash)
  }
}

/** Whether an undo of a change of address waits for an address. */
export function isReserved({ challenges }: MemoryRecords, email: string, now: Date): boolean {
  return [...challenges.values()].some(
    ({ challenge }) => challenge.kind === 'undo_email_change' && challenge.email === email && challenge.expiresAt > now,
  )
}

/** Returns how many identities a user has. */
export function countIdentities({ identities }: MemoryRecords, userId: UserId): number {
  return [...identities.values()].filter((identity) => identity.userId === userId).length
}

/** Removes the identities of a user. */
export function deleteIdentities({ identities }: MemoryRecords, userId: UserId): void {
  for (const identity of identities.values()) {
    if (identity.userId === userId) identities.delete(identity.id)
  }
}

/** Removes the authenticator app of a user with what it made possible; returns whether they had one. */
export function deleteTotp(records: MemoryRecords, userId: UserId): boolean {
  const { totp, attempts } = records
  if (!totp.delete(userId)) return false
  deleteCodesAndTrust(records, userId, null)
  for (const { attempt } of attempts.values()) if (attempt.userId === userId) attempts.delete(attempt.id)
  return true
}

/** Removes the passkeys of a user, and the second factors that were added since a moment; `null` for all. */
export function deleteFactors(records: MemoryRecords, userId: UserId, since: Date | null): void {
  const credential = records.totp.get(userId)
  const isTotpNew = credential !== undefined && (since === null || credential.createdAt >= since)
  if (isTotpNew) deleteTotp(records, userId)
  else deleteCodesAndTrust(records, userId, since)
  for (const passkey of records.passkeys.values()) {
    if (passkey.userId === userId) records.passkeys.delete(passkey.id)
  }
}

function deleteCodesAndTrust(
  { recoveryCodes, trustedDevices }: MemoryRecords,
  userId: UserId,
  since: Date | null,
): void {
  const isNew = (one: { readonly userId: UserId; readonly createdAt: Date }): boolean =>
    one.userId === userId && (since === null || one.createdAt >= since)
  for (const code of recoveryCodes.values()) if (isNew(code)) recoveryCodes.delete(code.id)
  for (const device of trustedDevices.values()) if (isNew(device)) trustedDevices.delete(device.id)
}

/** Stores a mail, which is due at once. */
export function addMail({ outbox }: MemoryRecords, mail: OutboxMail): void {
  const unsent = { attempts: 0, dueAt: mail.createdAt, claimedUntil: null, sentAt: null }
  outbox.set(mail.id, { ...mail, ...unsent, notice: null })
}

/** Appends events, and the notices of those that have one and whose user has proven their address. */
export function appendEvents({ events, outbox, users }: MemoryRecords, added: readonly EventRecord[]): void {
  for (const { notice, ...event } of added) {
    events.push(event)
    const user = users.get(event.userId)
    if (notice === undefined || user === undefined || user.emailProvenAt === null) continue
    const times = { createdAt: event.at, dueAt: event.at, expiresAt: after(event.at, noticeLifetime) }
    const unsent = { attempts: 0, claimedUntil: null, sentAt: null }
    const id = noticeId(event.id)
    outbox.set(id, { id, notice, userId: event.userId, eventId: event.id, ...times, ...unsent })
  }
}

/** Appends the events of an outcome, and returns the outcome. */
export function recorded<Outcome>(records: MemoryRecords, record: RecordOutcome<Outcome>, outcome: Outcome): Outcome {
  appendEvents(records, record(outcome))
  return outcome
}
