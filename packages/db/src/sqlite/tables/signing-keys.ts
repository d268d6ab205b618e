import type { SigningKeyId } from '@latchkey/schema'
import type { SigningKey } from '@latchkey/auth'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The keys that sign access tokens; `SigningKey` describes their four moments. */
export const signingKeys = sqliteTable(
  'signing_keys',
  {
    /** The thumbprint of the public key: what tokens call it. */
    id: text('id').$type<SigningKeyId>().primaryKey(),
    algorithm: text('algorithm', { enum: ['EdDSA', 'ES256'] }).notNull(),
    publicJwk: text('public_jwk', { mode: 'json' }).$type<SigningKey['publicJwk']>().notNull(),
    /** Encrypted under a secret of the configuration. */
    sealedPrivateKey: text('sealed_private_key').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    signsFrom: integer('signs_from', { mode: 'timestamp_ms' }).notNull(),
    signsUntil: integer('signs_until', { mode: 'timestamp_ms' }).notNull(),
    publishedUntil: integer('published_until', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('signing_keys_by_end').on(table.publishedUntil)],
)
