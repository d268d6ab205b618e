import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Addresses that mail comes back from. Nothing is sent to them. */
export const undeliverableAddresses = sqliteTable('undeliverable_addresses', {
  /** The canonical form. */
  email: text('email').primaryKey(),
  since: integer('since', { mode: 'timestamp_ms' }).notNull(),
})
