import { type EventRecord, noticeId, noticeLifetime, type OutboxMail } from '@latchkey/auth'
import type { SqliteDatabase } from '../open-database.ts'
import { outbox } from '../tables/outbox.ts'

/** Insertions into the outbox that several stores make. Each runs in the transaction of its caller. */
export interface OutboxWriter {
  /** Stores a mail, which is due at once. */
  add(mail: OutboxMail): void

  /** Stores the notice of an event that has one, if its user is there and has proven their address. */
  addNotice(event: EventRecord): void
}

export function createOutboxWriter(db: SqliteDatabase): OutboxWriter {
  const insertNotice = db.$client.prepare<[Record<string, unknown>]>(`
    INSERT INTO outbox (id, kind, notice, user_id, event_id, created_at, due_at, expires_at)
    SELECT @id, 'notice', @notice, id, @eventId, @at, @at, @expiresAt FROM users
    WHERE id = @userId AND email_proven_at IS NOT NULL`)
  return {
    add({ content, ...mail }) {
      db.insert(outbox)
        .values({ ...mail, kind: content.kind, content, dueAt: mail.createdAt })
        .run()
    },
    addNotice({ id, notice, userId, at }) {
      if (notice === undefined) return
      const expiresAt = at.getTime() + noticeLifetime
      insertNotice.run({ id: noticeId(id), notice, userId, eventId: id, at: at.getTime(), expiresAt })
    },
  }
}
