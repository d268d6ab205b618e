import type { RefreshTokenFamily, RefreshTokenHash } from '@latchkey/auth'
import type { SessionId } from '@latchkey/schema'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sessions } from './sessions.ts'

/**
 * The refresh tokens of a client session: one that is unused, and those used last. Earlier ones are known by the family of
 * these. They are deleted with their session.
 */
export const refreshTokens = sqliteTable(
  'refresh_tokens',
  {
    /** SHA-256 of the token, base64url. */
    hash: text('hash').$type<RefreshTokenHash>().primaryKey(),
    sessionId: text('session_id')
      .$type<SessionId>()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** SHA-256 of the half that all tokens of the session share; null before the first exchange. */
    family: text('family').$type<RefreshTokenFamily>(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    /** When it was exchanged for its successor; null while it can be. */
    usedAt: integer('used_at', { mode: 'timestamp_ms' }),
    /** The secret that its successor is derived with, once it was used. */
    secretId: text('secret_id'),
  },
  (table) => [
    index('refresh_tokens_by_session').on(table.sessionId),
    index('refresh_tokens_by_family').on(table.family, table.usedAt),
  ],
)
