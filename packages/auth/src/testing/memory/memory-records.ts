import type {
  ChallengeId,
  EventId,
  IdentityId,
  MailId,
  NoticeKind,
  SessionId,
  SigningKeyId,
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
export function startSession(
  records: MemoryRecords,
  { session, replaces, limit, seen, refreshTokenHash }: SessionStart,
): StartedSession {
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
  return { session, replaced: replaced[0] ?? null, beyondLimit }
}

/** Gives a session its new token; `false` when the old one is not the token of a session that has no ending. */
export function rotateSession({ sessions }: MemoryRecords, { id, from, to, stepUpUntil }: SessionRotation): boolean {
  const record = sessions.get(id)
  if (record === undefined || record.ending !== null || record.session.tokenHash !== from) return false
  record.session = { ...record.session, tokenHash: to, stepUpUntil }
  return true
}

/** Deletes the grants that a user approved and no client has redeemed. */
export function deleteUnredeemed({ grants }: MemoryRecords, userId: UserId): void {
  for (const [hash, { grant, session }] of grants) {
    if (session === null && grant.approval?.userId === userId) grants.delete(hash)
  }
}

/** Removes the identities of a user: all, or those that were linked since a moment. */
export function deleteIdentities({ identities }: MemoryRecords, userId: UserId, since: Date | null): void {
  for (const identity of identities.values()) {
    if (identity.userId !== userId || (since !== null && identity.linkedAt < since)) continue
    identities.delete(identity.id)
  }
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
