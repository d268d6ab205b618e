import type { EventId, MailContent, MailId, NoticeKind, UserId } from '@latchkey/schema'
import { day, minute } from '../core/duration.ts'
import type { EventRecord } from '../events/event-record.ts'

/** Anything but a notice: those are made of the event that they tell of. */
export type DirectContent = Exclude<MailContent, { readonly kind: 'notice' }>

/** A mail to store, in the transaction of what it tells of. */
export interface OutboxMail {
  readonly id: MailId
  /** The canonical address that it goes to. */
  readonly recipient: string
  readonly content: DirectContent
  /** The `MailSecret` of its kind as JSON, encrypted; `null` for a kind without one. Deleted once the mail is sent. */
  readonly sealedSecret: string | null
  readonly createdAt: Date
  /** From when on it is not sent any more: what it carries is worth nothing then. */
  readonly expiresAt: Date
}

/** What is to be sent in one mail, kept from other servers until `claimedUntil`. */
export type ClaimedMail = {
  /** Of a summed-up notice several; the first is the id of the mail. */
  readonly ids: readonly [MailId, ...MailId[]]
  readonly recipient: string
  /** How often it was claimed before; of a summed-up notice the one that was claimed most. */
  readonly attempts: number
  /** Of a summed-up notice the earliest. */
  readonly createdAt: Date
  /** Of a summed-up notice the latest: one that expires before is left out of the next claim. */
  readonly expiresAt: Date
} & (
  | { readonly content: DirectContent; readonly sealedSecret: string | null }
  | { readonly notice: NoticeKind; readonly userId: UserId; readonly events: readonly [EventRecord, ...EventRecord[]] }
)

/** Milliseconds between two notices of one kind to one user. */
export const noticeSpacing = 10 * minute

/** For how many milliseconds a notice waits to be sent. */
export const noticeLifetime = day

/** Returns the id of the mail that tells of an event. */
export function noticeId(event: EventId): MailId {
  return event as string as MailId
}

/** How many mails a sweep deleted, by why. */
export interface SweptMails {
  readonly expired: number
  readonly sent: number
  readonly undeliverable: number
}

/** Where mails wait until they are sent. Events with a `notice` become mails to their user in the transaction of the event. */
export interface OutboxStore {
  /**
   * Atomic: returns mails that are due at `now`, at most `limit`, and claims them until `until`: no other caller gets them
   * before. All notices of one kind to one user that wait are one mail, in the order of their events. It is not due within
   * {@link noticeSpacing} of the last such mail, nor while one is claimed or is to be tried again later. A mail that has
   * expired, that is to an undeliverable address, or whose event or user is gone, is not returned.
   */
  claim(claim: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<readonly ClaimedMail[]>

  /** Records that the mails of these ids were sent, and deletes their secrets. What was sent once, no other method changes. */
  recordSent(ids: readonly MailId[], at: Date): Promise<void>

  /** Makes claimed mails due again at a moment. */
  retry(ids: readonly MailId[], at: Date): Promise<void>

  /** Deletes mails that will never be sent. */
  discard(ids: readonly MailId[]): Promise<void>

  /**
   * Deletes mails that are due to an undeliverable address, that expired before `now`, and that were sent longer than
   * {@link noticeSpacing} ago, at most `limit` of each; returns how many. A mail that is due to an undeliverable address never
   * counts as expired.
   */
  sweep(now: Date, limit: number): Promise<SweptMails>

  /** Marks an address, to which nothing is sent from then on, or takes the mark back. `false` where that changes nothing. */
  markUndeliverable(email: string, since: Date | null): Promise<boolean>
}
