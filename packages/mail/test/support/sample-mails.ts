import {
  challengePurposes,
  type EventDetails,
  type EventType,
  type MailOrigin,
  type MailSecret,
  type NoticeEntry,
  type NoticeKind,
} from '@latchkey/schema'
import type { Mail, MailSite } from '../../src/mail.ts'

export const site: MailSite = { publicUrl: new URL('https://auth.example.com') }

export const origin: MailOrigin = {
  at: '2026-12-01T14:05:00.000Z',
  device: 'Chrome on macOS',
  ip: '203.0.113.7',
  place: 'Berlin, Germany',
}

export const secret: MailSecret = { code: 'BCDFGHJK', token: 'tkn_9Zx0yW8vU7tS6rQ5pO4nM3lK2jI1hG0fE9dC8bA7' }

export const expiresAt = '2026-12-01T14:15:00.000Z'

/** Makes an entry of a notice. */
export function noticeEntry(
  type: EventType,
  details: EventDetails = {},
  overrides: Partial<NoticeEntry> = {},
): NoticeEntry {
  return { eventId: 'event-1', type, origin, details, ...overrides }
}

/** Makes entries of one type, a minute apart, the latest first. */
export function noticeEntries(count: number, type: EventType, details: EventDetails = {}): readonly NoticeEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.parse(origin.at) - index * 60_000).toISOString()
    return noticeEntry(type, details, { eventId: `event-${index}`, origin: { ...origin, at } })
  })
}

const noticeOf: Readonly<Record<NoticeKind, NoticeEntry>> = {
  new_sign_in: noticeEntry('signed_in', { method: 'oauth:google' }),
  password: noticeEntry('password_changed', { endedSessions: 2, connectedAccounts: 1 }),
  email: noticeEntry('email_changed', { email: 'ada@example.com' }),
  connected_account: noticeEntry('identity_linked', { provider: 'github' }),
  client: noticeEntry('client_approved', { clientId: 'backup script' }),
  second_factor: noticeEntry('second_factor_removed'),
  second_factor_failed: noticeEntry('second_factor_failed', { cause: 'wrong_code' }),
  passkey: noticeEntry('passkey_added', { label: 'Work key' }),
  token_reuse: noticeEntry('refresh_token_reused'),
  role: noticeEntry(
    'role_changed',
    { role: 'admin', endedSessions: 1 },
    { origin: { ...origin, device: null, ip: null, place: null } },
  ),
}

/** One message of every kind, by a name for it. */
export const sampleMails: Readonly<Record<string, Mail>> = {
  ...Object.fromEntries(challengePurposes.map((kind): [string, Mail] => [kind, { kind, origin, expiresAt, secret }])),
  sign_in_by_link: { kind: 'sign_in', origin, expiresAt, secret: { ...secret, code: null } },
  address_taken: { kind: 'address_taken', origin },
  no_account: { kind: 'no_account', origin },
  undo_email_change: {
    kind: 'undo_email_change',
    newEmail: 'ada@bücher.example',
    origin,
    expiresAt: '2026-12-08T14:05:00.000Z',
    secret: { ...secret, code: null },
  },
  ...Object.fromEntries(
    Object.entries(noticeOf).map(([notice, entry]): [string, Mail] => [
      `notice_${notice}`,
      { kind: 'notice', notice: notice as NoticeKind, entries: [entry] },
    ]),
  ),
  notice_of_several: {
    kind: 'notice',
    notice: 'new_sign_in',
    entries: noticeEntries(14, 'signed_in', { method: 'password' }),
  },
}
