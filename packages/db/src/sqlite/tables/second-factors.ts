import type { SignInAttemptHash, TrustedDeviceHash } from '@latchkey/auth'
import type { RecoveryCodeId, SignInAttemptId, SignInMethod, TrustedDeviceId, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

const ofUser = () =>
  text('user_id')
    .$type<UserId>()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** The authenticator app of a user who has two-step verification. */
export const totpCredentials = sqliteTable(
  'totp_credentials',
  {
    userId: text('user_id')
      .$type<UserId>()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Encrypted under the secrets of the configuration. */
    sealedSecret: text('sealed_secret').notNull(),
    /** The secret of the configuration that it is sealed under. */
    secretId: text('secret_id').generatedAlwaysAs(sql`substr(sealed_secret, 1, 8)`),
    /** The latest step of 30 seconds whose code was used: no code of it or of an earlier one is accepted. */
    lastStep: integer('last_step').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('totp_credentials_by_secret').on(table.secretId)],
)

/** The recovery codes that a user has left. A row is deleted when its code is used. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    id: text('id').$type<RecoveryCodeId>().primaryKey(),
    userId: ofUser(),
    /** The first letter of the code: each code of a user has another one. */
    slot: text('slot').notNull(),
    /** Argon2id of the whole code. */
    hash: text('hash').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [uniqueIndex('recovery_codes_by_user').on(table.userId, table.slot)],
)

/** The browsers in which a user is not asked for a second factor. */
export const trustedDevices = sqliteTable(
  'trusted_devices',
  {
    id: text('id').$type<TrustedDeviceId>().primaryKey(),
    userId: ofUser(),
    /** SHA-256 of the secret in the browser's own cookie. */
    tokenHash: text('token_hash').$type<TrustedDeviceHash>().notNull().unique(),
    name: text('name').notNull(),
    ip: text('ip'),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    lastUsedAt: integer('last_used_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('trusted_devices_by_user').on(table.userId),
    index('trusted_devices_by_expiry').on(table.expiresAt),
  ],
)

/** Sign-ins that wait for a second factor. A row is deleted when that is shown. */
export const signInAttempts = sqliteTable(
  'sign_in_attempts',
  {
    id: text('id').$type<SignInAttemptId>().primaryKey(),
    userId: ofUser(),
    /** SHA-256 of the secret in the browser's own cookie, or that a program holds. */
    tokenHash: text('token_hash').$type<SignInAttemptHash>().notNull().unique(),
    method: text('method').$type<SignInMethod>().notNull(),
    remember: integer('remember', { mode: 'boolean' }).notNull(),
    /** Of a program: the OAuth client and its name. */
    clientId: text('client_id'),
    clientName: text('client_name'),
    tries: integer('tries').notNull().default(0),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('sign_in_attempts_by_user').on(table.userId),
    index('sign_in_attempts_by_expiry').on(table.expiresAt),
    check('sign_in_attempts_client_has_name', sql`(client_id IS NULL) = (client_name IS NULL)`),
  ],
)
