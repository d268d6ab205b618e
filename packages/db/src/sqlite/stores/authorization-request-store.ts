import type { AuthorizationRequest, AuthorizationRequestStore } from '@latchkey/auth'
import { eq, lt, sql } from 'drizzle-orm'
import { intentFromRow } from '../../rows/intent-from-row.ts'
import type { SqliteEngine } from '../engine.ts'
import { authorizationRequests } from '../tables/authorization-requests.ts'

type Row = typeof authorizationRequests.$inferSelect

export function createSqliteAuthorizationRequestStore({ db }: SqliteEngine): AuthorizationRequestStore {
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

function requestFromRow({ intent, remember, userId, sessionId, ...request }: Row): AuthorizationRequest {
  return { ...request, intent: intentFromRow({ intent, remember, userId, sessionId }) }
}
