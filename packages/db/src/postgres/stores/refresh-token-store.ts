import type { RefreshTokenFamily, RefreshTokenStore, UsedRefreshToken } from '@latchkey/auth'
import type { SessionId } from '@latchkey/schema'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { liveFromRow, type LiveRow, ownerColumns, sessionColumns } from './session-rows.ts'

interface TokenRow extends LiveRow {
  readonly usedAt: Date | null
  readonly secretId: string | null
  readonly family: RefreshTokenFamily | null
  readonly isLive: boolean
}

const find = (isWanted: string) => `
  SELECT ${sessionColumns}, ${ownerColumns}, t.used_at AS "usedAt", t.secret_id AS "secretId", t.family,
    s.ended_at IS NULL AND s.idle_expires_at > $2 AS "isLive"
  FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
  WHERE ${isWanted} LIMIT 1`
const findByHash = statement<TokenRow>(find('t.hash = $1'))
const findByFamily = statement<TokenRow>(find('t.family = $1'))

// Shared, so that the session does not end before its token is exchanged.
const lockSession = statement<{ id: SessionId }>(`
  SELECT s.id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
  WHERE t.hash = $1 AND s.ended_at IS NULL AND s.idle_expires_at > $2 FOR SHARE OF s`)
const use = statement(
  'UPDATE refresh_tokens SET used_at = $2, secret_id = $3, family = $4 WHERE hash = $1 AND used_at IS NULL',
)
const insert = statement('INSERT INTO refresh_tokens (hash, session_id, family, created_at) VALUES ($1, $2, $3, $4)')
const deleteUsed = statement(`
  DELETE FROM refresh_tokens WHERE family = $1 AND used_at IS NOT NULL AND (used_at < $2 OR hash IN (
    SELECT hash FROM refresh_tokens WHERE family = $1 AND used_at IS NOT NULL
    ORDER BY used_at DESC, number DESC OFFSET $3
  ))`)

export function createPostgresRefreshTokenStore({ reads, transaction }: PostgresEngine): RefreshTokenStore {
  return {
    async find({ hash, family }, now) {
      const stored = await reads.row(findByHash, hash, now)
      const row = stored ?? (await reads.row(findByFamily, family, now))
      if (row === null) return null
      const { usedAt, secretId, family: stem, isLive, ...session } = row
      const token = { sessionId: row.id, usedAt, secretId, family: stem }
      return {
        sessionId: row.id,
        used: stored === null ? 'forgotten' : usedFromRow(token),
        live: isLive ? liveFromRow(session) : null,
      }
    },
    exchange: ({ hash, family, successor, secretId, now, keepUsed }) =>
      transaction(async (connection) => {
        const session = await connection.row(lockSession, hash, now)
        if (session === null) return false
        if ((await connection.run(use, hash, now, secretId, family)) === 0) return false
        await connection.run(insert, successor, session.id, family, now)
        await connection.run(deleteUsed, family, keepUsed.since, keepUsed.max)
        return true
      }),
  }
}

function usedFromRow({
  usedAt,
  secretId,
  ...token
}: Pick<TokenRow, 'usedAt' | 'secretId' | 'family'> & { readonly sessionId: SessionId }): UsedRefreshToken | null {
  return usedAt === null || secretId === null ? null : { ...token, usedAt, secretId }
}
