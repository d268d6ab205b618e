import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The keys that sign access tokens; see the domain for their four moments. */
export const signingKeys = sqliteTable(
  'signing_keys',
  {
    /** The thumbprint of the public key: what tokens call it. */
    id: text('id').primaryKey(),
    algorithm: text('algorithm', { enum: ['EdDSA', 'ES256'] }).notNull(),
    publicJwk: text('public_jwk', { mode: 'json' }).notNull(),
    /** Encrypted under a secret of the configuration. */
    sealedPrivateKey: text('sealed_private_key').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    signsFrom: integer('signs_from', { mode: 'timestamp_ms' }).notNull(),
    signsUntil: integer('signs_until', { mode: 'timestamp_ms' }).notNull(),
    publishedUntil: integer('published_until', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('signing_keys_by_end').on(table.publishedUntil)],
)
