import type { EventDetails, EventType } from './events.ts'

/** The request that a message tells of. */
export interface MailOrigin {
  /** ISO 8601 in UTC. */
  readonly at: string
  /** What it was made with, as far as it said: "Chrome on macOS". */
  readonly device: string | null
  readonly ip: string | null
  readonly place: string | null
}

/** What a mailed code confirms. A name is stored with each challenge, so it is never renamed. */
export const challengePurposes = ['sign_up', 'prove_email', 'reset_password', 'sign_in', 'change_email'] as const
export type ChallengePurpose = (typeof challengePurposes)[number]

/**
 * What a user is told of by mail. Messages of one kind that fall due within ten minutes are one message. A name is stored with
 * each message, so it is never renamed.
 */
export const noticeKinds = [
  'new_sign_in',
  'password',
  'email',
  'connected_account',
  'client',
  'second_factor',
  'second_factor_failed',
  'passkey',
  'token_reuse',
  'role',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** An event that a notice tells of. */
export interface NoticeEntry {
  readonly eventId: string
  readonly type: EventType
  readonly origin: MailOrigin
  readonly details: EventDetails
}

/** The parts of a message that the database may keep as they are. */
export type MailContent =
  /** A code and a link that confirm something. */
  | { readonly kind: ChallengePurpose; readonly origin: MailOrigin; readonly expiresAt: string }
  /** A sign-up with the address of a user, and a reset for an address without a user. */
  | { readonly kind: 'address_taken' | 'no_account'; readonly origin: MailOrigin }
  /** To the old address, with a link that takes the change back. */
  | {
      readonly kind: 'undo_email_change'
      readonly newEmail: string
      readonly origin: MailOrigin
      readonly expiresAt: string
    }
  | { readonly kind: 'notice'; readonly notice: NoticeKind; readonly entry: NoticeEntry }

export type MailKind = MailContent['kind']

/** The parts of a message that act as its recipient. They are stored encrypted, and until it is sent. */
export interface MailSecret {
  /** Eight letters; `null` where a link is the only way. */
  readonly code: string | null
  /** For the link. */
  readonly token: string
}
