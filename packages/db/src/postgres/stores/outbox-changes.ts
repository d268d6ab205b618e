import { type EventRecord, noticeId, noticeLifetime, type OutboxMail } from '@latchkey/auth'
import type { Connection } from '../connection.ts'
import { statement } from '../statement.ts'

const insert = statement(`
  INSERT INTO outbox (id, kind, recipient, content, sealed_secret, created_at, due_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`)
const insertNotices = statement(`
  INSERT INTO outbox (id, kind, notice, user_id, event_id, created_at, due_at, expires_at)
  SELECT told.id, 'notice', told.notice, users.id, told.event_id, told.at, told.at, told.expires_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    AS told (id, notice, user_id, event_id, at, expires_at)
  JOIN users ON users.id = told.user_id AND users.email_proven_at IS NOT NULL`)

/** Stores a mail, which is due at once, in the transaction of the connection. */
export async function insertMail(connection: Connection, mail: OutboxMail): Promise<void> {
  const { id, recipient, content, sealedSecret, createdAt, expiresAt } = mail
  const sent = [recipient, JSON.stringify(content), sealedSecret]
  await connection.run(insert, id, content.kind, ...sent, createdAt, expiresAt)
}

/** Stores the notices of the events that have one and whose user has proven their address, in the transaction of the connection. */
export async function insertNoticesOf(connection: Connection, events: readonly EventRecord[]): Promise<void> {
  const told = events.filter(({ notice }) => notice !== undefined)
  if (told.length === 0) return
  await connection.run(
    insertNotices,
    told.map(({ id }) => noticeId(id)),
    told.map(({ notice }) => notice),
    told.map(({ userId }) => userId),
    told.map(({ id }) => id),
    told.map(({ at }) => at),
    told.map(({ at }) => new Date(at.getTime() + noticeLifetime)),
  )
}
