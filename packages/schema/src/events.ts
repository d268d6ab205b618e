import { z } from 'zod'
import type { EventId } from './ids.ts'
import type { SecondFactor, StepUpMethod } from './second-factors.ts'
import type { EndReason } from './sessions.ts'
import { pageShape } from './sessions.ts'
import type { Role } from './users.ts'

/** What the timeline is filtered by. */
export const eventCategories = ['sign_in', 'refused', 'session', 'method', 'account'] as const
export type EventCategory = (typeof eventCategories)[number]

/** What can happen, and the category it is filtered under. A name is stored with each event, so it is never renamed. */
export const eventCategoryOf = {
  signed_up: 'sign_in',
  signed_in: 'sign_in',
  signed_out: 'sign_in',
  stepped_up: 'sign_in',
  tokens_issued: 'sign_in',
  client_approved: 'sign_in',
  sign_in_failed: 'refused',
  second_factor_failed: 'refused',
  step_up_failed: 'refused',
  password_change_failed: 'refused',
  oauth_refused: 'refused',
  client_denied: 'refused',
  refresh_token_reused: 'refused',
  session_ended: 'session',
  session_renamed: 'session',
  password_set: 'method',
  password_changed: 'method',
  password_reset: 'method',
  email_proven: 'method',
  email_changed: 'method',
  email_change_undone: 'method',
  account_reclaimed: 'method',
  identity_linked: 'method',
  identity_unlinked: 'method',
  second_factor_added: 'method',
  second_factor_removed: 'method',
  second_factor_reset: 'method',
  recovery_codes_renewed: 'method',
  device_trusted: 'method',
  device_untrusted: 'method',
  passkey_added: 'method',
  passkey_removed: 'method',
  passkey_renamed: 'method',
  role_changed: 'method',
  user_renamed: 'account',
} as const satisfies Record<string, EventCategory>

export type EventType = keyof typeof eventCategoryOf

/**
 * The actor of an event. `user`: the user, on a signed-in session; `unknown`: a person who did not prove to be the user;
 * `system`: time or a limit; `operator`: a person who runs this server.
 */
export const eventActors = ['user', 'unknown', 'system', 'operator'] as const
export type EventActor = (typeof eventActors)[number]

/** What else there is to say, by type. Never a secret. */
export interface EventDetails {
  /** `signed_up`, `signed_in`, `stepped_up`, `tokens_issued`: how. */
  readonly method?: StepUpMethod
  /** `signed_in`, `tokens_issued`: the second factor that was shown. */
  readonly secondFactor?: SecondFactor
  /** `session_ended`: why. */
  readonly endReason?: EndReason
  /** `second_factor_failed`: `wrong_code`. Of other failed attempts: `rate_limited` once for a window of refused tries. */
  readonly cause?: 'wrong_password' | 'wrong_code' | 'rate_limited'
  /** `tokens_issued`, `client_approved`, `client_denied`: the client, as it names itself. */
  readonly clientId?: string
  /** `oauth_refused`: the error reason. */
  readonly refusal?: string
  /** `identity_linked`, `identity_unlinked`, `oauth_refused`: the provider's id. */
  readonly provider?: string
  /** `role_changed`. */
  readonly role?: Role
  /** `session_renamed`, `user_renamed`: the new name. `null`: back to the one that is derived of a session. */
  readonly name?: string | null
  /** `passkey_added`, `passkey_removed`, `passkey_renamed`: the passkey’s name; `device_trusted`, `device_untrusted`: the browser. */
  readonly label?: string
  /** `session_ended`, `session_renamed`: the session that it was done to, and its name then. */
  readonly target?: { readonly id: string; readonly name: string }
  /** `email_proven`, `email_changed`, `email_change_undone`: the address that the user has from then on. */
  readonly email?: string
  /** `password_changed`, `password_reset`, `role_changed` and the like: how many sessions that ended. */
  readonly endedSessions?: number
  /** `password_changed`, `password_reset`: how many connected accounts can still sign in. */
  readonly connectedAccounts?: number
}

/** One entry of the security timeline. */
export interface EventView {
  readonly id: string
  readonly type: EventType
  readonly category: EventCategory
  readonly at: string
  readonly actor: EventActor
  /** The session in which it was done; `null` when it was done in none. */
  readonly sessionId: string | null
  /** True when that was the session that asks. */
  readonly current: boolean
  /** What it was done with, as far as it said: "Chrome on macOS". */
  readonly device: string | null
  readonly ip: string | null
  readonly place: string | null
  /** Under which the server logged the request. */
  readonly requestId: string | null
  readonly details: EventDetails
}

export const listEventsInput = z
  .strictObject({
    ...pageShape,
    category: z.enum(eventCategories, `Use one of: ${eventCategories.join(', ')}.`).optional(),
  })
  .prefault({})
export type ListEventsInput = z.output<typeof listEventsInput>

export const getEventInput = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{1,64}$/, 'This is not the id of an event.')
    .transform((id) => id as EventId),
})
export type GetEventInput = z.output<typeof getEventInput>

/** The answer of `events.list`, the latest first. */
export interface EventListView {
  readonly events: readonly EventView[]
  /** For the next page; `null` on the last one. */
  readonly nextCursor: string | null
}
