import type { DeviceClass, SessionKind, SignInMethod } from '@latchkey/schema'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What sessions have in common: their client, how they were signed in, and what the device says of itself. Each
 * combination is stored once, and deleted with the last of its sessions by a trigger, which counts them up to a thousand:
 * a combination that so many sessions had is kept. Sessions have no foreign key to it, since its deletion would look
 * through all of them.
 */
export const sessionProfiles = sqliteTable(
  'session_profiles',
  {
    id: integer('id').primaryKey(),
    kind: text('kind', { enum: ['browser', 'client'] })
      .$type<SessionKind>()
      .notNull(),
    /** Of a client session: the id of its OAuth client. */
    clientId: text('client_id'),
    /** Derived from the device, or the name of the OAuth client. */
    name: text('name').notNull(),
    signInMethod: text('sign_in_method').$type<SignInMethod>().notNull(),
    browser: text('browser'),
    os: text('os'),
    device: text('device', { enum: ['desktop', 'mobile', 'tablet', 'script', 'unknown'] })
      .$type<DeviceClass>()
      .notNull(),
    /** Browser, system and device class in one text, by which a device is new or known. */
    deviceFamily: text('device_family').notNull(),
    sessions: integer('sessions').notNull().default(0),
  },
  (table) => [index('session_profiles_by_device').on(table.deviceFamily, table.name)],
)
