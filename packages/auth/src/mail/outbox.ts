import type { MailId, MailSecret, NoticeEntry, NoticeKind } from '@latchkey/schema'
import type { AppSecrets } from '../core/app-secrets.ts'
import { after, hour, minute, second } from '../core/duration.ts'
import type { Geolocation } from '../core/geolocation.ts'
import type { EventRecord } from '../events/event-record.ts'
import type { ClaimedMail, DirectContent, OutboxStore } from './outbox-store.ts'
import { openMailSecret } from './seal-mail-secret.ts'

/** A mail to send now. */
export interface DueMail {
  /** The part of its Message-ID before the `@`: the same at each try. */
  readonly id: MailId
  readonly recipient: string
  readonly content: DueContent
  /** The secret of its kind; `null` for a kind without one. */
  readonly secret: MailSecret | null
}

/** What a mail says: as it was stored, or the events that a notice sums up. */
export type DueContent =
  | DirectContent
  | { readonly kind: 'notice'; readonly notice: NoticeKind; readonly entries: readonly [NoticeEntry, ...NoticeEntry[]] }

/** What became of a try. `refused`: the mail server will never take it. */
export type SendOutcome = 'sent' | 'failed' | 'refused'

/** How many mails are taken at a time. */
const claimSize = 10

/** For how many milliseconds a mail is this server's: longer than any try takes. */
const claimLifetime = 5 * minute

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

/** Milliseconds until the next try, by how many there were. The last one is repeated. */
const retryDelays = [30 * second, minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour] as const

/** What became of the mails of one run. */
export interface DeliveryReport {
  readonly sent: number
  readonly failed: number
  readonly refused: number
  /** Mails whose secret can't be read, because the secret of the configuration that encrypted it is gone. */
  readonly unreadable: number
}

export interface OutboxDependencies {
  readonly store: OutboxStore
  readonly secrets: AppSecrets
  readonly geolocation: Geolocation
  readonly now: () => Date
}

/** Hands out the mails that are due, and records what became of them. */
export class Outbox {
  readonly #deps: OutboxDependencies

  constructor(deps: OutboxDependencies) {
    this.#deps = deps
  }

  /**
   * Sends what is due, each mail claimed by this server alone. `send` never rejects. A mail that failed is
   * due again after a while that grows, until it expires. Returns what became of them.
   */
  async deliver(send: (mail: DueMail) => Promise<SendOutcome>): Promise<DeliveryReport> {
    const { store, now } = this.#deps
    const report = { sent: 0, failed: 0, refused: 0, unreadable: 0 }
    for (;;) {
      const at = now()
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
      const claimed = await store.claim({ now: at, until: after(at, claimLifetime), limit: claimSize })
      // At once, so that a claim outlives every try of its batch.
      // oxlint-disable-next-line no-await-in-loop -- as above
      const outcomes = await Promise.all(claimed.map((one) => this.#try(one, send)))
      for (const outcome of outcomes) report[outcome] += 1
      if (claimed.length < claimSize) return report
    }
  }

  /**
   * Deletes a batch of mails that are old or to an undeliverable address; returns how many could have been sent and were not
   * in time, and whether there may be more.
   */
  async sweep(): Promise<{ readonly expired: number; readonly isMore: boolean }> {
    const swept = await this.#deps.store.sweep(this.#deps.now(), sweepBatch)
    return { expired: swept.expired, isMore: Object.values(swept).includes(sweepBatch) }
  }

  /** Marks an address, to which nothing is sent from then on, or takes the mark back. `false` where that changes nothing. */
  markUndeliverable(email: string, isUndeliverable: boolean): Promise<boolean> {
    return this.#deps.store.markUndeliverable(email, isUndeliverable ? this.#deps.now() : null)
  }

  async #try(claimed: ClaimedMail, send: (mail: DueMail) => Promise<SendOutcome>): Promise<keyof DeliveryReport> {
    const mail = this.#open(claimed)
    if (mail === null) {
      await this.#deps.store.discard(claimed.ids)
      return 'unreadable'
    }
    const outcome = await send(mail)
    await this.#record(claimed, outcome)
    return outcome
  }

  /** Returns a claimed mail with its secret; `null` when that can't be read. */
  #open(claimed: ClaimedMail): DueMail | null {
    const { ids, recipient } = claimed
    const [id] = ids
    if ('notice' in claimed) return { id, recipient, content: this.#noticeOf(claimed), secret: null }
    if (claimed.sealedSecret === null) return { id, recipient, content: claimed.content, secret: null }
    const secret = openMailSecret(this.#deps.secrets, id, claimed.sealedSecret)
    return secret === null ? null : { id, recipient, content: claimed.content, secret }
  }

  #noticeOf({ notice, events: [first, ...rest] }: Extract<ClaimedMail, { readonly notice: NoticeKind }>): DueContent {
    return { kind: 'notice', notice, entries: [this.#entryOf(first), ...rest.map((event) => this.#entryOf(event))] }
  }

  #entryOf({ id, type, at, device, ip, details }: EventRecord): NoticeEntry {
    const place = this.#deps.geolocation.placeOf(ip)
    return { eventId: id, type, origin: { at: at.toISOString(), device, ip, place }, details }
  }

  async #record({ ids, attempts }: ClaimedMail, outcome: SendOutcome): Promise<void> {
    const { store, now } = this.#deps
    if (outcome === 'sent') return store.recordSent(ids, now())
    if (outcome === 'refused') return store.discard(ids)
    const delay = retryDelays[Math.min(attempts, retryDelays.length - 1)] ?? hour
    await store.retry(ids, after(now(), delay))
  }
}
