import { z } from 'zod'

export const sessionKinds = ['browser', 'client'] as const
export type SessionKind = (typeof sessionKinds)[number]

export const deviceClasses = ['desktop', 'mobile', 'tablet', 'script', 'unknown'] as const
export type DeviceClass = (typeof deviceClasses)[number]

/** How a session began: with a password, or through the provider with this id. */
export type SignInMethod = 'password' | `oauth:${string}`

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
] as const
export type EndReason = (typeof endReasons)[number]

/** The public id of a session: safe in lists, URLs and logs. It is not the token. */
export const sessionIdInput = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not a session id.')

export const endSessionInput = z.strictObject({ id: sessionIdInput })
export type EndSessionInput = z.output<typeof endSessionInput>

/** One session as its owner sees it. Dates are ISO 8601 in UTC. */
export interface SessionView {
  readonly id: string
  readonly name: string
  readonly kind: SessionKind
  /** True for the session that made the call. */
  readonly current: boolean
  readonly signInMethod: SignInMethod
  readonly remembered: boolean
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  readonly ip: string | null
  readonly createdAt: string
  /** True to the minute. */
  readonly lastSeenAt: string
  /** When it ends if it is not used before; moves with use. */
  readonly idleExpiresAt: string
  /** When it ends whatever happens; never moves. */
  readonly expiresAt: string
  /** Until when a recent proof of the person counts, or `null`. */
  readonly sudoUntil: string | null
}

/** The answer of `sessions.list`: the calling session, and the others by last use, newest first. */
export interface SessionListView {
  readonly current: SessionView
  readonly others: readonly SessionView[]
}
