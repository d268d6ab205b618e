import { z } from 'zod'
import { sessionNameMaxLength, sessionNameProblem } from './field-rules.ts'
import type { SecondFactor } from './second-factors.ts'
import { ruledText } from './ruled-text.ts'

export const sessionKinds = ['browser', 'client'] as const
export type SessionKind = (typeof sessionKinds)[number]

export const deviceClasses = ['desktop', 'mobile', 'tablet', 'script', 'unknown'] as const
export type DeviceClass = (typeof deviceClasses)[number]

/**
 * How a session was started: with a password, with a passkey, with a code that was mailed, through the provider with this id,
 * or by the approval of an OAuth client, in the browser that it opened or by the user code that it showed.
 */
export type SignInMethod = 'password' | 'passkey' | 'code' | `oauth:${string}` | 'approved:browser' | 'approved:device'

/** Why a session is over. A value is stored for 90 days, so it is never renamed. */
export const endReasons = [
  'signed_out',
  'ended_by_user',
  'password_changed',
  /** The same browser signed in again. */
  'replaced',
  'idle',
  'expired',
  'role_changed',
  /** The user began more sessions than one may have; this was the one not seen for longest. */
  'limit',
  /** A refresh token of it, or the code that it was started with, was presented again: it has two holders. */
  'reuse_detected',
  /** The password was reset by mail. */
  'password_reset',
  /** The owner of the address proved it: what others had set up before is gone. */
  'account_reclaimed',
  /** The owner of the earlier address took a change of it back. */
  'email_change_undone',
] as const
export type EndReason = (typeof endReasons)[number]

/** The public id of a session: safe in lists, URLs and logs. It is not the token. */
export const sessionIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not a session id.')

export const endSessionInput = z.strictObject({ id: sessionIdInput })
export type EndSessionInput = z.output<typeof endSessionInput>

/** What a person calls a session; `null` goes back to the name that was derived from its browser. */
export const renameSessionInput = z.strictObject({
  id: sessionIdInput,
  name: ruledText(sessionNameProblem, {
    missing: 'Enter a name.',
    // Nor what turns the direction of the text around it.
    invalid: 'This name has characters that can’t be kept.',
    too_long: `Use at most ${sessionNameMaxLength} characters.`,
  })
    .transform((name) => name.trim().normalize('NFC'))
    .nullable(),
})
export type RenameSessionInput = z.output<typeof renameSessionInput>

/** What every session tells its owner, whether it is live or over. Dates are ISO 8601 in UTC. */
interface SessionFacts {
  readonly id: string
  /** What the person calls it, else `derivedName`. */
  readonly name: string
  /** From its browser: "Chrome on macOS". */
  readonly derivedName: string
  readonly kind: SessionKind
  readonly signInMethod: SignInMethod
  /** The second factor that was shown in it last; `null` for none. */
  readonly secondFactor: SecondFactor | null
  readonly remembered: boolean
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  /** Where it was last used from. */
  readonly ip: string | null
  /** Roughly where that is; `null` unless the operator has configured a database of places. */
  readonly place: string | null
  readonly createdAt: string
  /** True to the minute. */
  readonly lastSeenAt: string
}

/** One live session as its owner sees it. */
export interface SessionView extends SessionFacts {
  /** True for the session that made the call. */
  readonly current: boolean
  /** One of its tabs is open right now. */
  readonly online: boolean
  /** When it began, no session of this user on record had such a device, or came from that network. */
  readonly isNew: { readonly device: boolean; readonly network: boolean }
  /** When it ends if it is not used before; moves with use. */
  readonly idleExpiresAt: string
  /** When it ends whatever happens; never moves. */
  readonly expiresAt: string
  /** Until when the last step-up counts as recent, or `null`. */
  readonly sudoUntil: string | null
}

/** The answer of `sessions.list`: the calling session, and the others by last use, newest first. */
export interface SessionListView {
  readonly current: SessionView
  readonly others: readonly SessionView[]
}

/** Why a session is over, since when, and which session ended it: `null` when none did. */
export interface EndingView {
  readonly endedAt: string
  readonly endReason: EndReason
  readonly endedBy: { readonly id: string; readonly name: string } | null
}

export interface EndedSessionView extends SessionFacts, EndingView {}

/** Opaque, from an earlier page; one that was not handed out is refused or finds nothing. */
const cursorInput = z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, 'This is not a cursor.')
const pageSizeInput = z.int('Use a whole number.').min(1, 'Use at least 1.').max(100, 'Use at most 100.')

export const pageShape = { cursor: cursorInput.optional(), limit: pageSizeInput.optional() }

export const pageInput = z.strictObject(pageShape).prefault({})
export type PageInput = z.output<typeof pageInput>

/** The answer of `sessions.history`: what ended in the last 90 days, the latest first. */
export interface SessionHistoryView {
  readonly sessions: readonly EndedSessionView[]
  /** For the next page; `null` on the last one. */
  readonly nextCursor: string | null
}

/**
 * What `sessions.watch` says. `sessions`: the whole list, first at once and then whenever something in it changed.
 * `ended`: the watching session is over, and how, as far as it is on record; nothing follows. `closed`: another tab took this stream's place; nothing
 * follows, and asking again at once would only push out that tab.
 */
export type SessionWatchEvent =
  | { readonly type: 'sessions'; readonly sessions: SessionListView }
  | { readonly type: 'ended'; readonly ending: EndingView | null }
  | { readonly type: 'closed' }
