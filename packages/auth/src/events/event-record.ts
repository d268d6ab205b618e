import type { EventActor, EventDetails, EventType } from '@latchkey/schema'
import type { AuthErrorCode } from '../auth-error.ts'
import type { RandomBytes } from '../random.ts'
import { describeClient } from '../sessions/describe-client.ts'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'
import type { SecurityEvent } from './security-event.ts'

export type EventId = string & { readonly __brand: 'EventId' }

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
}

/**
 * The entry that an event makes in its user's timeline, but for its id; `null` for what belongs in nobody's: attempts on
 * an address that is nobody's, and tries that a limit went on refusing.
 */
export function timelineEntry(event: SecurityEvent): Omit<EventRecord, 'id'> | null {
  const { type, at, userId } = event
  if (userId === null || type === 'sign_up_failed') return null
  if ('cause' in event && event.cause === 'rate_limited' && !event.first) return null
  if (event.type === 'oauth_refused' && saysNothing.has(event.refusal)) return null
  const client = 'client' in event ? event.client : null
  return {
    userId,
    type,
    at,
    actor: actorOf(event),
    sessionId: 'sessionId' in event ? event.sessionId : null,
    device: client === null ? null : describeClient(client.userAgent, client.hints).name,
    ip: client?.ip ?? null,
    requestId: client?.requestId ?? null,
    details: detailsOf(event),
  }
}

/** Refusals of what was no trip: anyone can have as many as they like. They are in the log. */
const saysNothing: ReadonlySet<AuthErrorCode> = new Set([
  'RATE_LIMITED',
  'PROVIDER_NOT_FOUND',
  'AUTHORIZATION_UNKNOWN',
  'AUTHORIZATION_MALFORMED',
])

function actorOf(event: SecurityEvent): EventActor {
  // Whoever is refused after a trip to a provider is signed in; whoever fails a password may be anyone.
  if ('cause' in event) return 'unknown'
  if (event.type === 'refresh_token_reused') return 'unknown'
  if (event.type === 'role_changed') return 'operator'
  if (event.type !== 'session_ended') return 'user'
  if (event.endReason === 'role_changed') return 'operator'
  const byItself =
    event.endReason === 'limit' ||
    event.endReason === 'reuse_detected' ||
    event.endReason === 'idle' ||
    event.endReason === 'expired'
  return byItself ? 'system' : 'user'
}

/** Field by field: what is added to an event is not stored until someone says so here. */
function detailsOf(event: SecurityEvent): EventDetails {
  switch (event.type) {
    case 'signed_up':
    case 'signed_in':
    case 'stepped_up':
      return { method: event.method }
    case 'tokens_issued':
    case 'client_approved':
    case 'client_denied':
      return { clientId: event.clientId }
    case 'signed_out':
    case 'password_set':
    case 'refresh_token_reused':
      return {}
    case 'password_changed':
      return { endedSessions: event.endedSessions }
    case 'identity_linked':
    case 'identity_unlinked':
      return { provider: event.provider }
    case 'session_renamed':
      return { target: event.target, name: event.name }
    case 'session_ended':
      return { target: event.target, endReason: event.endReason }
    case 'role_changed':
      return { role: event.role, endedSessions: event.endedSessions }
    case 'oauth_refused':
      return { provider: event.provider, refusal: event.refusal }
    case 'sign_up_failed':
    case 'sign_in_failed':
    case 'step_up_failed':
    case 'password_change_failed':
      return { cause: event.cause }
  }
}

const timeDigits = 12
const counterDigits = 4
const randomLength = 8

/** Makes event ids that sort by time, those of one millisecond in the order in which they were made. */
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

/** Before every id of an event at or after this moment, after every earlier one. */
export function timePrefix(at: Date): string {
  return at.getTime().toString(16).padStart(timeDigits, '0')
}
