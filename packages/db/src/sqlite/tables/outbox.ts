import type { DirectContent } from '@latchkey/auth'
import type { EventId, MailId, MailKind, NoticeKind, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** Mails that are to be sent, and for a while those that were. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text('id').$type<MailId>().primaryKey(),
    kind: text('kind').$type<MailKind>().notNull(),
    /** Where it goes; null for a notice, which goes to the address that its user has when it is sent. */
    recipient: text('recipient'),
    content: text('content', { mode: 'json' }).$type<DirectContent>(),
    /** Encrypted; deleted once the mail is sent. */
    sealedSecret: text('sealed_secret'),
    /** Of a notice: its kind, its user and its event. */
    notice: text('notice').$type<NoticeKind>(),
    userId: text('user_id')
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: text('event_id').$type<EventId>(),
    attempts: integer('attempts').notNull().default(0),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    dueAt: integer('due_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    /** Until when a server sends it, and no other. */
    claimedUntil: integer('claimed_until', { mode: 'timestamp_ms' }),
    sentAt: integer('sent_at', { mode: 'timestamp_ms' }),
  },
  (table) => [
    index('outbox_due')
      .on(table.dueAt)
      .where(sql`sent_at IS NULL`),
    index('outbox_by_user').on(table.userId, table.notice),
    index('outbox_by_expiry')
      .on(table.expiresAt)
      .where(sql`sent_at IS NULL`),
    index('outbox_sent')
      .on(table.sentAt)
      .where(sql`sent_at IS NOT NULL`),
    check(
      'outbox_notice_has_event',
      sql`(kind = 'notice') = (notice IS NOT NULL AND user_id IS NOT NULL AND event_id IS NOT NULL)`,
    ),
    check('outbox_mail_has_recipient', sql`(kind = 'notice') = (recipient IS NULL AND content IS NULL)`),
    check('outbox_sent_has_no_secret', sql`sent_at IS NULL OR sealed_secret IS NULL`),
  ],
)
