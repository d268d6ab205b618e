import { type ClaimedMail, noticeSpacing, type OutboxStore } from '@latchkey/auth'
import type { MailId, NoticeKind, UserId } from '@latchkey/schema'
import { and, asc, eq, exists, gt, isNotNull, isNull, lt, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { claimedNotice } from '../../rows/claimed-notice.ts'
import type { SqliteEngine } from '../engine.ts'
import { events } from '../tables/events.ts'
import { outbox } from '../tables/outbox.ts'
import { undeliverableAddresses } from '../tables/undeliverable-addresses.ts'
import { users } from '../tables/users.ts'
import { eventColumns } from './event-store.ts'

/** A mail that may be claimed, and since when. */
interface DueMail {
  readonly dueAt: number
  readonly mail: () => ClaimedMail | null
}

export function createSqliteOutboxStore({ db, write }: SqliteEngine): OutboxStore {
  const p = sql.placeholder
  const isDue = and(
    isNull(outbox.sentAt),
    lte(outbox.dueAt, p('now')),
    gt(outbox.expiresAt, p('now')),
    or(isNull(outbox.claimedUntil), lte(outbox.claimedUntil, p('now'))),
  )
  const findUndeliverable = (email: SQL) =>
    db
      .select({ email: undeliverableAddresses.email })
      .from(undeliverableAddresses)
      .where(eq(undeliverableAddresses.email, email))
  const isDeliverable = (email: SQL) => notExists(findUndeliverable(email))

  const findDirect = db
    .select()
    .from(outbox)
    .where(and(isDue, isNotNull(outbox.recipient), isDeliverable(sql`outbox.recipient`)))
    .orderBy(asc(outbox.dueAt), asc(outbox.id))
    .limit(p('limit'))
    .prepare()

  const groups = db
    .select({
      userId: outbox.userId,
      notice: outbox.notice,
      dueAt: sql<number>`min(${outbox.dueAt})`.as('first_due_at'),
    })
    .from(outbox)
    .innerJoin(events, eq(events.id, outbox.eventId))
    .where(isDue)
    .groupBy(outbox.userId, outbox.notice)
    .as('due_notices')
  const other = alias(outbox, 'other')
  // Another one is being sent or was just now, or is to be tried again later.
  const holdsBack = or(
    gt(other.sentAt, p('spacedFrom')),
    and(
      isNull(other.sentAt),
      or(gt(other.claimedUntil, p('now')), and(gt(other.dueAt, p('now')), gt(other.expiresAt, p('now')))),
    ),
  )
  const findGroups = db
    .select({ userId: users.id, recipient: users.email, notice: groups.notice, dueAt: groups.dueAt })
    .from(groups)
    .innerJoin(users, eq(users.id, groups.userId))
    .where(
      and(
        isDeliverable(sql`users.email`),
        notExists(
          db
            .select({ id: other.id })
            .from(other)
            .where(and(sql`other.user_id = due_notices.user_id`, sql`other.notice = due_notices.notice`, holdsBack)),
        ),
      ),
    )
    .orderBy(asc(groups.dueAt), asc(users.id), asc(groups.notice))
    .limit(p('limit'))
    .prepare()
  const findNotices = db
    .select({
      id: outbox.id,
      attempts: outbox.attempts,
      createdAt: outbox.createdAt,
      expiresAt: outbox.expiresAt,
      event: eventColumns,
    })
    .from(outbox)
    .innerJoin(events, eq(events.id, outbox.eventId))
    .where(and(isDue, eq(outbox.userId, p('userId')), eq(outbox.notice, p('notice'))))
    .orderBy(asc(events.id))
    .prepare()

  const isOneOf = sql`${outbox.id} IN (SELECT value FROM json_each(${p('ids')}))`
  const isUnsent = and(isOneOf, isNull(outbox.sentAt))
  const claimThese = db
    .update(outbox)
    .set({ claimedUntil: sql`${p('until')}`, attempts: sql`attempts + 1` })
    .where(isUnsent)
    .prepare()
  const recordSent = db
    .update(outbox)
    .set({ sentAt: sql`${p('at')}`, sealedSecret: null, claimedUntil: null })
    .where(isUnsent)
    .prepare()
  const retry = db
    .update(outbox)
    .set({ dueAt: sql`${p('at')}`, claimedUntil: null })
    .where(isUnsent)
    .prepare()
  const discard = db.delete(outbox).where(isUnsent).prepare()

  const sweepOf = (isOver: SQL | undefined) => {
    const over = db.select({ id: outbox.id }).from(outbox).where(isOver).limit(p('limit'))
    return db
      .delete(outbox)
      .where(sql`${outbox.id} IN (${over})`)
      .prepare()
  }
  const deleteUndeliverable = sweepOf(
    and(
      isNull(outbox.sentAt),
      lte(outbox.dueAt, p('moment')),
      exists(
        findUndeliverable(
          sql`coalesce(outbox.recipient, (SELECT users.email FROM users WHERE users.id = outbox.user_id))`,
        ),
      ),
    ),
  )
  const deleteExpired = sweepOf(and(isNull(outbox.sentAt), lt(outbox.expiresAt, p('moment'))))
  const deleteSent = sweepOf(and(isNotNull(outbox.sentAt), lt(outbox.sentAt, p('moment'))))

  const mark = db
    .insert(undeliverableAddresses)
    .values({ email: p('email'), since: p('since') })
    .onConflictDoNothing()
    .prepare()
  const unmark = db
    .delete(undeliverableAddresses)
    .where(eq(undeliverableAddresses.email, p('email')))
    .prepare()

  function findDue(now: number, limit: number): readonly DueMail[] {
    const direct = findDirect.all({ now, limit }).map((row) => ({
      dueAt: row.dueAt.getTime(),
      mail: () => directMail(row),
    }))
    const notices = findGroups
      .all({ now, spacedFrom: now - noticeSpacing, limit })
      .map(({ dueAt, ...group }) => ({ dueAt, mail: () => noticeOf(group, now) }))
    return [...direct, ...notices].toSorted((a, b) => a.dueAt - b.dueAt).slice(0, limit)
  }

  function noticeOf(
    group: { readonly userId: UserId; readonly recipient: string; readonly notice: NoticeKind | null },
    now: number,
  ): ClaimedMail | null {
    const { userId, recipient, notice } = group
    if (notice === null) return null
    return claimedNotice({ userId, recipient, notice }, findNotices.all({ userId, notice, now }))
  }

  return {
    async claim({ now, until, limit }) {
      // Most looks find nothing, and then do not take the write lock.
      if (findDue(now.getTime(), 1).length === 0) return []
      return write(() => {
        const claimed = findDue(now.getTime(), limit).flatMap(({ mail }) => mail() ?? [])
        const ids = JSON.stringify(claimed.flatMap((mail) => mail.ids))
        claimThese.run({ ids, until: until.getTime() })
        return claimed
      })
    },
    async recordSent(ids, at) {
      recordSent.run({ ids: JSON.stringify(ids), at: at.getTime() })
    },
    async retry(ids, at) {
      retry.run({ ids: JSON.stringify(ids), at: at.getTime() })
    },
    async discard(ids) {
      discard.run({ ids: JSON.stringify(ids) })
    },
    async sweep(now, limit) {
      const moment = now.getTime()
      return write(() => {
        const undeliverable = deleteUndeliverable.run({ moment, limit }).changes
        return {
          undeliverable,
          // Those that are left after a full batch may be to undeliverable addresses.
          expired: undeliverable === limit ? 0 : deleteExpired.run({ moment, limit }).changes,
          sent: deleteSent.run({ moment: moment - noticeSpacing, limit }).changes,
        }
      })
    },
    async markUndeliverable(email, since) {
      const { changes } = since === null ? unmark.run({ email }) : mark.run({ email, since })
      return changes === 1
    },
  }
}

type Row = typeof outbox.$inferSelect

function directMail({ id, recipient, attempts, createdAt, expiresAt, content, sealedSecret }: Row): ClaimedMail | null {
  if (recipient === null || content === null) return null
  const ids: [MailId] = [id]
  return { ids, recipient, attempts, createdAt, expiresAt, content, sealedSecret }
}
