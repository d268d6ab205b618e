import { authorizationRequests, type LatchkeyDatabase } from '@latchkey/db'
import { eq, lt, sql } from 'drizzle-orm'
import type { SessionId } from '../../sessions/session.ts'
import type { UserId } from '../../users/user.ts'
import type { AuthorizationIntent, AuthorizationRequest, BrowserHash, StateHash } from './authorization-request.ts'
import type { AuthorizationRequestStore } from './authorization-request-store.ts'

type Row = typeof authorizationRequests.$inferSelect

export function createSqliteAuthorizationRequestStore(db: LatchkeyDatabase): AuthorizationRequestStore {
  const consume = db
    .delete(authorizationRequests)
    .where(eq(authorizationRequests.stateHash, sql.placeholder('stateHash')))
    .returning()
    .prepare()

  const old = db
    .select({ stateHash: authorizationRequests.stateHash })
    .from(authorizationRequests)
    .where(lt(authorizationRequests.expiresAt, sql.placeholder('moment')))
    .limit(sql.placeholder('limit'))
  const deleteOld = db
    .delete(authorizationRequests)
    .where(sql`${authorizationRequests.stateHash} IN (${old})`)
    .prepare()

  return {
    async insert({ intent, ...request }) {
      const columns =
        intent.kind === 'sign_in'
          ? { intent: intent.kind, remember: intent.remember }
          : { intent: intent.kind, remember: false, userId: intent.userId, sessionId: intent.sessionId }
      db.insert(authorizationRequests)
        .values({ ...request, ...columns })
        .run()
    },
    async consume(stateHash) {
      const [row] = consume.all({ stateHash })
      return row === undefined ? null : requestFromRow(row)
    },
    async deleteExpiredBefore(moment, limit) {
      return deleteOld.run({ moment: moment.getTime(), limit }).changes
    },
  }
}

function requestFromRow(row: Row): AuthorizationRequest {
  const { stateHash, browserHash, provider, codeVerifier, nonce, returnTo, expiresAt } = row
  return {
    stateHash: stateHash as StateHash,
    browserHash: browserHash as BrowserHash,
    provider,
    intent: intentFromRow(row),
    codeVerifier,
    nonce,
    returnTo,
    expiresAt,
  }
}

/** The table's check holds that a trip that is bound has its user and session. */
function intentFromRow({ intent, remember, userId, sessionId }: Row): AuthorizationIntent {
  if (intent === 'sign_in') return { kind: intent, remember }
  return { kind: intent, userId: userId as UserId, sessionId: sessionId as SessionId }
}
