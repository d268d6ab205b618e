import type { Adapter, DatabaseSession, DatabaseUser, RegisteredDatabaseUserAttributes } from 'lucia'
import type { RegisteredDatabaseSessionAttributes } from 'lucia'
import type { User, UserId } from '../../users/user.ts'
import type { Session } from '../session.ts'
import type { SessionStore } from '../session-store.ts'
import type { TokenHash } from '../session-token.ts'

/** How Lucia's open attributes and our closed records become each other. */
export interface LuciaMapping {
  toSession(row: DatabaseSession): Session
  sessionAttributes(session: Session): RegisteredDatabaseSessionAttributes
  userAttributes(user: User): RegisteredDatabaseUserAttributes
}

/**
 * Lucia's storage interface over our session store. What Lucia calls a session's id is our token hash: Lucia never
 * sees the token. What Lucia calls deleting is ending: the row stays on record and can't be matched any more.
 */
export function createLuciaAdapter(sessions: SessionStore, mapping: LuciaMapping, now: () => Date): Adapter {
  const databaseSession = (session: Session): DatabaseSession => ({
    id: session.tokenHash,
    userId: session.userId,
    expiresAt: session.idleExpiresAt,
    attributes: mapping.sessionAttributes(session),
  })
  const databaseUser = (user: User): DatabaseUser => ({ id: user.id, attributes: mapping.userAttributes(user) })

  return {
    async getSessionAndUser(sessionId) {
      const found = await sessions.findLive(sessionId as TokenHash, now())
      return found === null ? [null, null] : [databaseSession(found.session), databaseUser(found.user)]
    },
    async getUserSessions(userId) {
      const live = await sessions.listLive(userId as UserId, now())
      return live.map(databaseSession)
    },
    async setSession(row) {
      await sessions.insert(mapping.toSession(row))
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      await sessions.renew(sessionId as TokenHash, expiresAt)
    },
    async deleteSession(sessionId) {
      // Ending by decision goes past Lucia: what it deletes by itself is what it finds over its expiry.
      await sessions.endByToken(sessionId as TokenHash, { at: now(), reason: 'idle', by: null })
    },
    async deleteUserSessions(userId) {
      await sessions.endAll({ userId: userId as UserId, keep: null }, { at: now(), reason: 'ended_by_user', by: null })
    },
    async deleteExpiredSessions() {
      await sessions.endOverdue(now(), Number.MAX_SAFE_INTEGER)
    },
  }
}
