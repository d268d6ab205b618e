import type { ClaimedMail, EventRecord } from '@latchkey/auth'
import type { MailId, NoticeKind, UserId } from '@latchkey/schema'

/** A notice that waits, with its event. */
export interface NoticeRow {
  readonly id: MailId
  readonly attempts: number
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly event: EventRecord
}

/** Returns the one mail of notices that wait, which are in the order of their events; `null` where there are none. */
export function claimedNotice(
  to: { readonly userId: UserId; readonly recipient: string; readonly notice: NoticeKind },
  [first, ...rest]: readonly NoticeRow[],
): ClaimedMail | null {
  if (first === undefined) return null
  const all = [first, ...rest]
  return {
    ...to,
    ids: [first.id, ...rest.map(({ id }) => id)],
    attempts: Math.max(...all.map(({ attempts }) => attempts)),
    createdAt: new Date(Math.min(...all.map(({ createdAt }) => createdAt.getTime()))),
    expiresAt: new Date(Math.max(...all.map(({ expiresAt }) => expiresAt.getTime()))),
    events: [first.event, ...rest.map(({ event }) => event)],
  }
}
