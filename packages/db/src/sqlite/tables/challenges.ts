import type { ChallengeBrowserHash, ChallengeKind, CodeHash, LinkTokenHash, PendingSignUp } from '@latchkey/auth'
import type { ChallengeId, SessionId, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** What waits for a mailed code or link. A row is deleted when it is consumed. */
export const challenges = sqliteTable(
  'challenges',
  {
    id: text('id').$type<ChallengeId>().primaryKey(),
    kind: text('kind').$type<ChallengeKind>().notNull(),
    /** The canonical address that the mail went to. */
    email: text('email').notNull(),
    /** The user that it is about; null where the address has none. */
    userId: text('user_id')
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').$type<SessionId>(),
    /** A sign-up that waits for the proof of its address. */
    pending: text('pending', { mode: 'json' }).$type<PendingSignUp>(),
    /** A keyed hash. */
    codeHash: text('code_hash').$type<CodeHash>().notNull(),
    /** SHA-256 of the token of the link, base64url. */
    tokenHash: text('token_hash').$type<LinkTokenHash>().notNull().unique(),
    /** SHA-256 of the secret in the browser's own cookie. */
    browserHash: text('browser_hash').$type<ChallengeBrowserHash>().notNull(),
    tries: integer('tries').notNull().default(0),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('challenges_by_browser').on(table.browserHash, table.kind),
    index('challenges_by_user').on(table.userId, table.kind),
    index('challenges_by_expiry').on(table.expiresAt),
    index('challenges_undo_by_email')
      .on(table.email)
      .where(sql`kind = 'undo_email_change'`),
  ],
)
