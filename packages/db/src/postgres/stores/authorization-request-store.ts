import type { AuthorizationRequest, AuthorizationRequestStore } from '@latchkey/auth'
import { type IntentColumns, intentFromRow } from '../../rows/intent-from-row.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'

type Row = Omit<AuthorizationRequest, 'intent'> & IntentColumns

const insert = statement(`
  INSERT INTO authorization_requests (state_hash, browser_hash, provider, intent, user_id, session_id, remember,
    code_verifier, nonce, return_to, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
const consume = statement<Row>(`
  DELETE FROM authorization_requests WHERE state_hash = $1
  RETURNING state_hash AS "stateHash", browser_hash AS "browserHash", provider, intent, user_id AS "userId",
    session_id AS "sessionId", remember, code_verifier AS "codeVerifier", nonce, return_to AS "returnTo",
    expires_at AS "expiresAt"`)
const deleteOld = statement(`
  DELETE FROM authorization_requests WHERE state_hash = ANY (
    ARRAY (
      SELECT state_hash FROM authorization_requests WHERE expires_at < $1 ORDER BY expires_at LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
  )`)

export function createPostgresAuthorizationRequestStore({
  writes,
  transaction,
}: PostgresEngine): AuthorizationRequestStore {
  return {
    async insert({ intent, ...request }) {
      const { stateHash, browserHash, provider, codeVerifier, nonce, returnTo, expiresAt } = request
      const [userId, sessionId] = intent.kind === 'sign_in' ? [null, null] : [intent.userId, intent.sessionId]
      const remember = intent.kind === 'sign_in' && intent.remember
      const bound = [stateHash, browserHash, provider, intent.kind, userId, sessionId, remember]
      await writes.run(insert, ...bound, codeVerifier, nonce, returnTo, expiresAt)
    },
    async consume(stateHash) {
      const row = await transaction((connection) => connection.row(consume, stateHash))
      if (row === null) return null
      const { intent, userId, sessionId, remember, ...request } = row
      return { ...request, intent: intentFromRow({ intent, userId, sessionId, remember }) }
    },
    deleteExpiredBefore: (moment, limit) => writes.run(deleteOld, moment, limit),
  }
}
