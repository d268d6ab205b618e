import { type ClaimedMail, type DirectContent, type EventRecord, noticeSpacing, type OutboxStore } from '@latchkey/auth'
import type { MailId, NoticeKind, UserId } from '@latchkey/schema'
import { claimedNotice, type NoticeRow } from '../../rows/claimed-notice.ts'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { eventColumns } from './event-store.ts'

interface DirectRow {
  readonly id: MailId
  readonly recipient: string
  readonly attempts: number
  readonly createdAt: Date
  readonly dueAt: Date
  readonly expiresAt: Date
  readonly content: DirectContent
  readonly sealedSecret: string | null
}

/** The notices of one kind to one user that may be sent. */
interface NoticeGroup {
  readonly userId: UserId
  readonly recipient: string
  readonly notice: NoticeKind
  readonly dueAt: Date
}

interface WaitingNotice extends EventRecord {
  readonly mailId: MailId
  readonly attempts: number
  readonly createdAt: Date
  readonly expiresAt: Date
}

const isDue = (now: string) => `
  o.sent_at IS NULL AND o.due_at <= ${now} AND o.expires_at > ${now} AND (o.claimed_until IS NULL OR o.claimed_until <= ${now})`
const isDeliverable = (email: string) => `NOT EXISTS (SELECT FROM undeliverable_addresses a WHERE a.email = ${email})`

const findDirect = statement<DirectRow>(`
  SELECT o.id, o.recipient, o.attempts, o.created_at AS "createdAt", o.due_at AS "dueAt", o.expires_at AS "expiresAt",
    o.content, o.sealed_secret AS "sealedSecret"
  FROM outbox o WHERE ${isDue('$1')} AND o.recipient IS NOT NULL AND ${isDeliverable('o.recipient')}
  ORDER BY o.due_at, o.id LIMIT $2`)
const findGroups = statement<NoticeGroup>(`
  SELECT u.id AS "userId", u.email AS recipient, waiting.notice, waiting.due_at AS "dueAt"
  FROM (
    SELECT o.user_id, o.notice, min(o.due_at) AS due_at FROM outbox o JOIN events e ON e.id = o.event_id
    WHERE ${isDue('$1')} GROUP BY o.user_id, o.notice
  ) AS waiting JOIN users u ON u.id = waiting.user_id
  WHERE ${isDeliverable('u.email')} AND NOT EXISTS (
    -- Another one is being sent or was just now, or is to be tried again later.
    SELECT FROM outbox other WHERE other.user_id = waiting.user_id AND other.notice = waiting.notice AND (
      other.sent_at > $3
      OR (other.sent_at IS NULL AND (other.claimed_until > $1 OR (other.due_at > $1 AND other.expires_at > $1)))
    )
  )
  ORDER BY waiting.due_at, u.id, waiting.notice LIMIT $2`)
const findNotices = statement<WaitingNotice>(`
  SELECT ${eventColumns}, o.id AS "mailId", o.attempts, o.created_at AS "createdAt", o.expires_at AS "expiresAt"
  FROM outbox o JOIN events e ON e.id = o.event_id
  WHERE ${isDue('$1')} AND o.user_id = $2 AND o.notice = $3 ORDER BY e.id`)

// Of several servers one looks and claims at a time: what it leaves out, because a notice like it is being sent, no other takes.
const lockClaims = statement<object>("SELECT pg_advisory_xact_lock(hashtext('latchkey.outbox'))")
// Rows are locked in the order of their ids, so that no two statements wait for each other.
const unsent = `
  id = ANY (ARRAY (SELECT id FROM outbox WHERE id = ANY ($1::text[]) AND sent_at IS NULL ORDER BY id FOR UPDATE))`
const claimThese = statement<{ id: MailId }>(
  `UPDATE outbox SET claimed_until = $2, attempts = attempts + 1 WHERE ${unsent} RETURNING id`,
)
const sent = statement(`
  UPDATE outbox SET sent_at = $2, sealed_secret = NULL, claimed_until = NULL WHERE ${unsent}`)
const again = statement(`UPDATE outbox SET due_at = $2, claimed_until = NULL WHERE ${unsent}`)
const discard = statement(`DELETE FROM outbox WHERE ${unsent}`)
const sweep = (isOver: string, order: string) => `
  DELETE FROM outbox WHERE id = ANY (
    ARRAY (SELECT id FROM outbox WHERE ${isOver} ORDER BY ${order} LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`
const deleteUndeliverable = statement(
  sweep(
    `sent_at IS NULL AND due_at <= $1 AND EXISTS (
      SELECT FROM undeliverable_addresses a
      WHERE a.email = coalesce(outbox.recipient, (SELECT u.email FROM users u WHERE u.id = outbox.user_id))
    )`,
    'due_at',
  ),
)
const deleteExpired = statement(sweep('sent_at IS NULL AND expires_at < $1', 'expires_at'))
const deleteSent = statement(sweep('sent_at IS NOT NULL AND sent_at < $1', 'sent_at'))

const mark = statement('INSERT INTO undeliverable_addresses (email, since) VALUES ($1, $2) ON CONFLICT DO NOTHING')
const unmark = statement('DELETE FROM undeliverable_addresses WHERE email = $1')

/** A mail that may be claimed, and since when. */
interface DueMail {
  readonly dueAt: Date
  readonly mail: () => Promise<ClaimedMail | null>
}

async function findDue(connection: Connection, now: Date, limit: number): Promise<readonly DueMail[]> {
  const direct = await connection.rows(findDirect, now, limit)
  const groups = await connection.rows(findGroups, now, limit, new Date(now.getTime() - noticeSpacing))
  const due = [
    ...direct.map((row) => ({ dueAt: row.dueAt, mail: async () => directMail(row) })),
    ...groups.map((group) => ({ dueAt: group.dueAt, mail: () => noticeOf(connection, group, now) })),
  ]
  return due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, limit)
}

function directMail({ id, dueAt: _dueAt, ...mail }: DirectRow): ClaimedMail {
  return { ids: [id], ...mail }
}

async function noticeOf(
  connection: Connection,
  { userId, recipient, notice }: NoticeGroup,
  now: Date,
): Promise<ClaimedMail | null> {
  const rows = await connection.rows(findNotices, now, userId, notice)
  return claimedNotice({ userId, recipient, notice }, rows.map(noticeFromRow))
}

function noticeFromRow({ mailId, attempts, createdAt, expiresAt, ...event }: WaitingNotice): NoticeRow {
  return { id: mailId, attempts, createdAt, expiresAt, event }
}

export function createPostgresOutboxStore({ writes, transaction }: PostgresEngine): OutboxStore {
  return {
    async claim({ now, until, limit }) {
      // Most looks find nothing, and then take no lock.
      if ((await findDue(writes, now, 1)).length === 0) return []
      return transaction(async (connection) => {
        await connection.row(lockClaims)
        const found: ClaimedMail[] = []
        for (const { mail } of await findDue(connection, now, limit)) {
          // oxlint-disable-next-line no-await-in-loop -- one statement after the other on one connection
          const due = await mail()
          if (due !== null) found.push(due)
        }
        const ids = found.flatMap((mail) => mail.ids)
        const claimed = new Set((await connection.rows(claimThese, ids, until)).map(({ id }) => id))
        // A server whose claim was over may have said meanwhile that it has sent one.
        return found.filter((mail) => mail.ids.every((id) => claimed.has(id)))
      })
    },
    async recordSent(ids, at) {
      await writes.run(sent, ids, at)
    },
    async retry(ids, at) {
      await writes.run(again, ids, at)
    },
    async discard(ids) {
      await writes.run(discard, ids)
    },
    sweep: (now, limit) =>
      transaction(async (connection) => {
        const undeliverable = await connection.run(deleteUndeliverable, now, limit)
        return {
          undeliverable,
          // Those that are left after a full batch may be to undeliverable addresses.
          expired: undeliverable === limit ? 0 : await connection.run(deleteExpired, now, limit),
          sent: await connection.run(deleteSent, new Date(now.getTime() - noticeSpacing), limit),
        }
      }),
    async markUndeliverable(email, since) {
      return (since === null ? await writes.run(unmark, email) : await writes.run(mark, email, since)) === 1
    },
  }
}
