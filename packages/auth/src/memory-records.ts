import type { EventRecord } from './events/event-record.ts'
import type { Grant, GrantHash } from './grants/grant.ts'
import type { Identity, IdentityId } from './oauth/identities/identity.ts'
import type { AuthorizationRequest, StateHash } from './oauth/requests/authorization-request.ts'
import { type Ending, nameOf, type NamedSession, type Session, type SessionId } from './sessions/session.ts'
import type { RefreshTokenHash, UsedRefreshToken } from './tokens/refresh-token.ts'
import type { SigningKey, SigningKeyId } from './tokens/signing-key.ts'
import type { User, UserId } from './users/user.ts'

/** A session on record: without an ending it is live, or overdue. */
export interface MemorySession {
  session: Session
  ending: Ending | null
}

/** The records that the memory stores share, as the tables of a database are shared. For tests. */
export interface MemoryRecords {
  readonly users: Map<UserId, User>
  readonly hashes: Map<UserId, string>
  readonly sessions: Map<SessionId, MemorySession>
  readonly identities: Map<IdentityId, Identity>
  readonly requests: Map<StateHash, AuthorizationRequest>
  readonly events: EventRecord[]
  readonly signingKeys: Map<SigningKeyId, SigningKey>
  readonly grants: Map<GrantHash, { readonly grant: Grant; readonly session: SessionId | null }>
  readonly refreshTokens: Map<
    RefreshTokenHash,
    { readonly sessionId: SessionId; readonly createdAt: Date; used: UsedRefreshToken | null }
  >
}

/**
 * Ends the sessions without an ending that `which` picks; returns those of them that were live. What time had
 * ended already keeps time's own reason and moment.
 */
export function endWhere(
  records: MemoryRecords,
  which: (session: Session) => boolean,
  ending: Ending,
): readonly NamedSession[] {
  const picked = [...records.sessions.values()].filter((record) => record.ending === null && which(record.session))
  for (const record of picked) record.ending = overdueEnding(record.session, ending.at) ?? ending
  return picked
    .filter((record) => record.ending === ending)
    .map(({ session }) => ({ id: session.id, name: nameOf(session) }))
}

/** Takes back what a user approved and no client has exchanged yet. */
export function takeBackApprovals({ grants }: MemoryRecords, userId: UserId): void {
  for (const [hash, { grant, session }] of grants) {
    if (session === null && grant.approval?.userId === userId) grants.delete(hash)
  }
}

/** How time has ended a session by a moment; null when it has not. */
export function overdueEnding({ idleExpiresAt, expiresAt }: Session, now: Date): Ending | null {
  if (idleExpiresAt > now) return null
  const reason = idleExpiresAt.getTime() === expiresAt.getTime() ? 'expired' : 'idle'
  return { at: idleExpiresAt, reason, by: null }
}
