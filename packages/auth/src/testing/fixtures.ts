import type { SessionId, UserId } from '@latchkey/schema'
import type { AuthStores } from '../auth-stores.ts'
import { after } from '../core/duration.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, type Secret } from '../core/secret.ts'
import type { RefreshTokenHash, Session, TokenHash } from '../sessions/session.ts'
import type { SessionStart } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'

/** The moment at which `HandSetClock` starts. */
export const start = new Date('2100-01-01T00:00:00Z')

/** A request from one address. */
export const aRequest: RequestInfo = {
  ip: '203.0.113.7',
  userAgent: 'curl/8.5.0',
  hints: null,
  requestId: 'request-1',
}

/** Records no event: for tests that are not about events. */
export const noEvents = (): [] => []

/** Returns the hash of a session token that is written out in a test. */
export function tokenHash(token: string): TokenHash {
  return hashSecret(token as Secret<'session token'>)
}

export function aUser(name: string): User {
  return {
    id: `user-${name}` as UserId,
    email: `${name}@example.com`,
    name,
    emailProvenAt: null,
    role: 'user',
    createdAt: start,
  }
}

/** Returns a session of a user that began at `start`; its token is its id. */
export function aSession(id: string, user: User, changes: Partial<Session> = {}): Session {
  return {
    id: id as SessionId,
    userId: user.id,
    tokenHash: tokenHash(id),
    kind: 'browser',
    clientId: null,
    name: 'Chrome on macOS',
    givenName: null,
    signInMethod: 'password',
    remembered: false,
    browser: 'Chrome',
    os: 'macOS',
    device: 'desktop',
    ip: '203.0.113.7',
    deviceFamily: 'Chrome/macOS/desktop',
    network: '203.0.113.0/24',
    newDevice: false,
    newNetwork: false,
    createdAt: start,
    lastSeenAt: start,
    idleExpiresAt: after(start, 1000),
    expiresAt: after(start, 5000),
    stepUpUntil: null,
    secondFactor: null,
    ...changes,
  }
}

/** Returns the start of a session that replaces none, within a limit that no test reaches by accident. */
export function aStart(
  session: Session,
  {
    max = 1000,
    now = start,
    replaces = null,
    seen = new Map(),
    refreshToken = null,
    attempt = null,
    trustedDevice = null,
  }: {
    max?: number
    now?: Date
    replaces?: SessionStart['replaces']
    seen?: SessionStart['seen']
    refreshToken?: string | null
    attempt?: SessionStart['attempt']
    trustedDevice?: SessionStart['trustedDevice']
  } = {},
): SessionStart {
  const ending = { at: now, reason: 'limit', by: session.id } as const
  const refreshTokenHash = refreshToken === null ? null : (refreshToken as RefreshTokenHash)
  return { session, replaces, limit: { max, ending }, seen, refreshTokenHash, attempt, trustedDevice }
}

/** Stores a session as it is. */
export async function addSession({ sessions }: Pick<AuthStores, 'sessions'>, session: Session): Promise<void> {
  await sessions.start(aStart(session), noEvents)
}

/** Stores a user with a password and without a session. */
export async function addUser({ passwords, sessions }: AuthStores, user: User, hash = 'hash'): Promise<void> {
  const session = aSession(`sign-up-${user.id}`, user)
  await passwords.signUp({ user, hash, start: aStart(session) }, noEvents)
  await sessions.end(session, { at: start, reason: 'signed_out', by: null }, noEvents)
  await sessions.deleteEndedBefore(after(start, 1), 1)
}
