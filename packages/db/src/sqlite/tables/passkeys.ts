import type { PasskeyBrowserHash, PasskeyChallengeHash, PasskeyPurpose } from '@latchkey/auth'
import type { PasskeyId, SessionId, UserId } from '@latchkey/schema'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** The passkeys of users. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text('id').$type<PasskeyId>().primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** base64url, as the authenticator made it. */
    credentialId: text('credential_id').notNull().unique(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    /** How often the authenticator signed, as far as it counts. */
    counter: integer('counter').notNull(),
    transports: text('transports', { mode: 'json' }).$type<readonly string[]>().notNull(),
    aaguid: text('aaguid').notNull(),
    backupEligible: integer('backup_eligible', { mode: 'boolean' }).notNull(),
    backedUp: integer('backed_up', { mode: 'boolean' }).notNull(),
    name: text('name').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    lastUsedAt: integer('last_used_at', { mode: 'timestamp_ms' }),
  },
  (table) => [index('passkeys_by_user').on(table.userId)],
)

/** What an authenticator is asked to sign. A row is deleted when its answer comes. */
export const passkeyChallenges = sqliteTable(
  'passkey_challenges',
  {
    /** SHA-256 of the challenge. */
    hash: text('hash').$type<PasskeyChallengeHash>().primaryKey(),
    /** SHA-256 of the secret in the browser's own cookie. */
    browserHash: text('browser_hash').$type<PasskeyBrowserHash>().notNull(),
    purpose: text('purpose').$type<PasskeyPurpose>().notNull(),
    /** Of a signed-in user: their session. */
    userId: text('user_id')
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').$type<SessionId>(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('passkey_challenges_by_user').on(table.userId),
    index('passkey_challenges_by_expiry').on(table.expiresAt),
  ],
)
