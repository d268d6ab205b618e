import type { MailId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import { type ClaimedMail, noticeSpacing, type OutboxStore } from '../../mail/outbox-store.ts'
import type { MemoryMail, MemoryRecords } from './memory-records.ts'

type Direct = MemoryMail & { readonly notice: null }
type Notice = Exclude<MemoryMail, { readonly notice: null }>

export function createMemoryOutboxStore(records: MemoryRecords): OutboxStore {
  const { events, outbox, undeliverable, users } = records
  const all = (): readonly MemoryMail[] => [...outbox.values()]
  const unsent = (ids: readonly MailId[]): readonly MemoryMail[] =>
    all().filter(({ id, sentAt }) => ids.includes(id) && sentAt === null)
  const waits = ({ sentAt, claimedUntil, expiresAt }: MemoryMail, now: Date): boolean =>
    sentAt === null && expiresAt > now && (claimedUntil === null || claimedUntil <= now)
  const addressOf = (mail: MemoryMail): string | null =>
    mail.notice === null ? mail.recipient : (users.get(mail.userId)?.email ?? null)
  const isUndeliverable = (mail: MemoryMail): boolean => undeliverable.has(addressOf(mail) ?? '')

  /** Whether a notice like this is being sent, or was just now. */
  const isSpaced = ({ userId, notice }: Notice, now: Date): boolean =>
    all().some((other) => {
      if (other.notice !== notice || other.userId !== userId) return false
      if (other.sentAt !== null) return after(other.sentAt, noticeSpacing) > now
      return other.claimedUntil !== null && other.claimedUntil > now
    })

  const directMail = (mail: Direct): ClaimedMail => ({
    ids: [mail.id],
    recipient: mail.recipient,
    attempts: mail.attempts,
    createdAt: mail.createdAt,
    expiresAt: mail.expiresAt,
    content: mail.content,
    sealedSecret: mail.sealedSecret,
  })

  const summedUp = (notices: readonly Notice[], recipient: string): ClaimedMail | null => {
    const entries = notices.flatMap((mail) => {
      const event = events.find(({ id }) => id === mail.eventId)
      return event === undefined ? [] : [{ mail, event }]
    })
    const [first, ...rest] = entries.toSorted((a, b) => (a.event.id < b.event.id ? -1 : 1))
    if (first === undefined) return null
    const mails = [first.mail, ...rest.map(({ mail }) => mail)]
    return {
      ids: [first.mail.id, ...rest.map(({ mail }) => mail.id)],
      recipient,
      attempts: Math.max(...mails.map(({ attempts }) => attempts)),
      createdAt: new Date(Math.min(...mails.map(({ createdAt }) => createdAt.getTime()))),
      expiresAt: new Date(Math.max(...mails.map(({ expiresAt }) => expiresAt.getTime()))),
      notice: first.mail.notice,
      userId: first.mail.userId,
      events: [first.event, ...rest.map(({ event }) => event)],
    }
  }

  const mailWith = (mail: MemoryMail, now: Date): ClaimedMail | null => {
    const recipient = addressOf(mail)
    if (recipient === null || isUndeliverable(mail)) return null
    if (mail.notice === null) return mail.dueAt <= now ? directMail(mail) : null
    const { notice, userId } = mail
    const alike = all().filter((other): other is Notice => other.notice === notice && other.userId === userId)
    const waiting = alike.filter((other) => waits(other, now))
    // One that is to be tried again later holds back those that came after it.
    if (waiting.some(({ dueAt }) => dueAt > now) || isSpaced(mail, now)) return null
    return summedUp(waiting, recipient)
  }

  return {
    async claim({ now, until, limit }) {
      const claimed: ClaimedMail[] = []
      const due = all().filter((mail) => waits(mail, now))
      for (const mail of due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1))) {
        const found = claimed.length < limit && waits(mail, now) ? mailWith(mail, now) : null
        if (found === null) continue
        for (const each of unsent(found.ids)) Object.assign(each, { claimedUntil: until, attempts: each.attempts + 1 })
        claimed.push(found)
      }
      return claimed
    },
    async recordSent(ids, at) {
      for (const mail of unsent(ids)) {
        Object.assign(mail, { sentAt: at, claimedUntil: null })
        if (mail.notice === null) mail.sealedSecret = null
      }
    },
    async retry(ids, at) {
      for (const mail of unsent(ids)) Object.assign(mail, { dueAt: at, claimedUntil: null })
    },
    async discard(ids) {
      for (const { id } of unsent(ids)) outbox.delete(id)
    },
    async sweep(now, limit) {
      const swept = (which: (mail: MemoryMail) => boolean): number => {
        const found = all().filter(which).slice(0, limit)
        for (const { id } of found) outbox.delete(id)
        return found.length
      }
      const toUndeliverable = swept((mail) => mail.sentAt === null && mail.dueAt <= now && isUndeliverable(mail))
      return {
        undeliverable: toUndeliverable,
        // Those that are left after a full batch may be to undeliverable addresses.
        expired: toUndeliverable === limit ? 0 : swept(({ sentAt, expiresAt }) => sentAt === null && expiresAt < now),
        sent: swept(({ sentAt }) => sentAt !== null && after(sentAt, noticeSpacing) < now),
      }
    },
    async markUndeliverable(email, since) {
      if (since === null) return undeliverable.delete(email)
      if (undeliverable.has(email)) return false
      undeliverable.set(email, since)
      return true
    },
  }
}
