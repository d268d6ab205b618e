import type { EventActor, EventDetails, EventId, EventType, NoticeKind, SessionId, UserId } from '@latchkey/schema'
import type { AuthErrorCode } from '../core/auth-error.ts'
import { describeDevice } from '../core/describe-device.ts'
import type { RandomBytes } from '../core/random.ts'
import type { SecurityEvent } from './security-event.ts'

/** One entry of a user's timeline, as it is stored. */
export interface EventRecord {
  readonly id: EventId
  readonly userId: UserId
  readonly type: EventType
  readonly at: Date
  readonly actor: EventActor
  readonly sessionId: SessionId | null
  readonly device: string | null
  readonly ip: string | null
  readonly requestId: string | null
  readonly details: EventDetails
  /** What the user is told by mail: the mail is stored with the event. Absent where they are told nothing, and when it is read. */
  readonly notice?: NoticeKind
}

/** The entries of a failed attempt. */
export interface FailureEntries {
  readonly kept: readonly EventRecord[]
  /**
   * What would be kept if the address had a user: appended and taken back, so that the time of a failure does not tell
   * whether it has one.
   */
  readonly discarded: readonly EventRecord[]
}

/** Stands for the user of an address that has none. */
const noUser = '' as UserId

/** Returns the entry that an attempt on an address without a user would have; `null` for every other event. */
export function discardedEntry(event: SecurityEvent): Omit<EventRecord, 'id'> | null {
  return event.userId === null ? timelineEntry({ ...event, userId: noUser }) : null
}

/**
 * Returns the timeline entry of an event, but for its id; `null` for an event that belongs in no timeline: attempts on an
 * address that no user has, and attempts that a limit went on refusing.
 */
export function timelineEntry(event: SecurityEvent): Omit<EventRecord, 'id'> | null {
  const { type, at, userId } = event
  if (userId === null || type === 'sign_up_failed') return null
  if ('cause' in event && event.cause === 'rate_limited' && !event.first) return null
  if (event.type === 'oauth_refused' && loggedOnly.has(event.refusal)) return null
  const request = 'request' in event ? event.request : null
  return {
    userId,
    type,
    at,
    actor: actorOf(event),
    sessionId: 'sessionId' in event ? event.sessionId : null,
    device: request === null ? null : describeDevice(request.userAgent, request.hints).name,
    ip: request?.ip ?? null,
    requestId: request?.requestId ?? null,
    details: detailsOf(event),
  }
}

/** Refusals of callbacks without an authorization request: an attacker can cause any number. They are in the log. */
const loggedOnly: ReadonlySet<AuthErrorCode> = new Set([
  'RATE_LIMITED',
  'PROVIDER_NOT_FOUND',
  'AUTHORIZATION_UNKNOWN',
  'AUTHORIZATION_MALFORMED',
])

function actorOf(event: SecurityEvent): EventActor {
  // A user who is refused at a provider is signed in; a wrong password may come from any person.
  if ('cause' in event) return 'unknown'
  if (event.type === 'refresh_token_reused') return 'unknown'
  if (event.type === 'role_changed' || event.type === 'second_factor_reset') return 'operator'
  if (event.type !== 'session_ended') return 'user'
  if (event.endReason === 'role_changed') return 'operator'
  const bySystem =
    event.endReason === 'limit' ||
    event.endReason === 'reuse_detected' ||
    event.endReason === 'idle' ||
    event.endReason === 'expired'
  return bySystem ? 'system' : 'user'
}

/** Field by field, so that a field that is added to an event is not stored until it is named here. */
function detailsOf(event: SecurityEvent): EventDetails {
  switch (event.type) {
    case 'signed_up':
    case 'stepped_up':
      return { method: event.method }
    case 'signed_in': {
      const { method, secondFactor } = event
      return secondFactor === undefined ? { method } : { method, secondFactor }
    }
    case 'tokens_issued':
      return event.secondFactor === undefined
        ? { clientId: event.clientId, method: event.method }
        : { clientId: event.clientId, method: event.method, secondFactor: event.secondFactor }
    case 'client_approved':
    case 'client_denied':
      return { clientId: event.clientId }
    case 'signed_out':
    case 'password_set':
    case 'refresh_token_reused':
    case 'second_factor_added':
    case 'second_factor_removed':
    case 'second_factor_reset':
    case 'recovery_codes_renewed':
      return {}
    case 'passkey_added':
    case 'passkey_removed':
    case 'passkey_renamed':
    case 'device_trusted':
    case 'device_untrusted':
      return { label: event.label }
    case 'account_reclaimed':
      return { endedSessions: event.endedSessions }
    case 'email_proven':
    case 'email_changed':
      return { email: event.email }
    case 'email_change_undone':
      return { email: event.email, endedSessions: event.endedSessions }
    case 'password_changed':
    case 'password_reset':
      return { endedSessions: event.endedSessions, connectedAccounts: event.connectedAccounts }
    case 'identity_linked':
    case 'identity_unlinked':
      return { provider: event.provider }
    case 'session_renamed':
      return { target: event.target, name: event.name }
    case 'user_renamed':
      return { name: event.name }
    case 'session_ended':
      return { target: event.target, endReason: event.endReason }
    case 'role_changed':
      return { role: event.role, endedSessions: event.endedSessions }
    case 'oauth_refused':
      return { provider: event.provider, refusal: event.refusal }
    case 'sign_up_failed':
    case 'sign_in_failed':
    case 'second_factor_failed':
    case 'step_up_failed':
    case 'password_change_failed':
      return { cause: event.cause }
  }
}

const noticeOfType: Readonly<Partial<Record<SecurityEvent['type'], NoticeKind>>> = {
  password_set: 'password',
  password_changed: 'password',
  password_reset: 'password',
  email_changed: 'email',
  email_change_undone: 'email',
  account_reclaimed: 'email',
  identity_linked: 'connected_account',
  identity_unlinked: 'connected_account',
  client_approved: 'client',
  refresh_token_reused: 'token_reuse',
  second_factor_added: 'second_factor',
  second_factor_removed: 'second_factor',
  second_factor_reset: 'second_factor',
  recovery_codes_renewed: 'second_factor',
  second_factor_failed: 'second_factor_failed',
  passkey_added: 'passkey',
  passkey_removed: 'passkey',
  role_changed: 'role',
}

/** Returns what a user is told of by mail with an event; `null` for nothing (OWASP ASVS 5.0, 6.3.5 and 6.3.7). */
export function noticeOf(event: SecurityEvent): NoticeKind | null {
  if (event.type === 'signed_in' && event.secondFactor === 'recovery_code') return 'second_factor'
  if (event.type === 'signed_in') return event.isNewOrigin ? 'new_sign_in' : null
  // In a session it is a slip: only after the right first factor of a sign-in does it tell of another person.
  if (event.type === 'second_factor_failed' && event.sessionId !== null) return null
  // A client that a user approved is told of by its approval.
  if (event.type === 'tokens_issued')
    return event.isNewOrigin && !event.method.startsWith('approved:') ? 'new_sign_in' : null
  return noticeOfType[event.type] ?? null
}

const timeDigits = 12
const counterDigits = 4
const randomLength = 8

/** Returns a maker of event ids that sort by time; ids of one millisecond sort in the order in which they were made. */
export function eventIds(random: RandomBytes): (at: Date) => EventId {
  let last = 0
  let count = 0
  return (at) => {
    count = at.getTime() === last ? count + 1 : 0
    last = at.getTime()
    const counter = (count % 16 ** counterDigits).toString(16).padStart(counterDigits, '0')
    return `${timePrefix(at)}${counter}${Buffer.from(random(randomLength)).toString('hex')}` as EventId
  }
}

/** Returns a text that sorts before every id of an event at or after this moment, and after every earlier one. */
export function timePrefix(at: Date): string {
  return at.getTime().toString(16).padStart(timeDigits, '0')
}
