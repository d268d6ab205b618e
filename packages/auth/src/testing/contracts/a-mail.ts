import type { MailId, NoticeKind, UserId } from '@latchkey/schema'
import { after, minute } from '../../core/duration.ts'
import type { EventRecord } from '../../events/event-record.ts'
import type { OutboxMail } from '../../mail/outbox-store.ts'
import { start } from '../fixtures.ts'
import { anEvent } from './recorded-events.ts'

/** Returns a mail that was stored at `start` and waits for ten minutes. */
export function aMail(id: string, changes: Partial<OutboxMail> = {}): OutboxMail {
  return {
    id: id as MailId,
    recipient: 'ada@example.com',
    content: {
      kind: 'address_taken',
      origin: { at: start.toISOString(), device: 'Chrome on macOS', ip: '203.0.113.7', place: null },
    },
    sealedSecret: null,
    createdAt: start,
    expiresAt: after(start, 10 * minute),
    ...changes,
  }
}

/** Returns an event of which its user is told. */
export function aNoticedEvent(userId: UserId, id: string, notice: NoticeKind, at = start): EventRecord {
  return { ...anEvent(userId, id), at, notice }
}
