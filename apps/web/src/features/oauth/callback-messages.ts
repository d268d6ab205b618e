import type { ErrorReason } from '@latchkey/schema'
import { errorMessages, withProvider } from '../../errors/error-messages.ts'
import type { Trip } from './trip.ts'

/** What to offer someone who came back and could not be let in. */
export type WayOn = 'try_again' | 'sign_in_first' | 'sign_up' | 'another_way'

export interface CallbackFailureMessage {
  readonly title: string
  /** For what is no error; `null` when the general words for the failure say it. */
  readonly text: string | null
  readonly wayOn: WayOn
}

export interface FailedTrip {
  /** The provider's name. */
  readonly name: string
  /** What it was for; `null` when this tab does not know. */
  readonly kind: Trip['kind'] | null
  /** Someone is signed in here, whatever came of the trip. */
  readonly signedIn: boolean
}

const waysOn: Readonly<Partial<Record<ErrorReason, WayOn>>> = {
  LINK_REQUIRES_SIGN_IN: 'sign_in_first',
  PROVIDER_EMAIL_MISSING: 'sign_up',
  PROVIDER_NOT_FOUND: 'another_way',
}

/** Said without alarm, and in the words of which reason. */
const calm: Readonly<Partial<Record<ErrorReason, ErrorReason>>> = {
  AUTHORIZATION_DENIED: 'AUTHORIZATION_DENIED',
  AUTHORIZATION_UNKNOWN: 'AUTHORIZATION_UNKNOWN',
  LINK_REQUIRES_SIGN_IN: 'LINK_REQUIRES_SIGN_IN',
  // Nobody filled in a form: what can't be read is the answer.
  INVALID_INPUT: 'AUTHORIZATION_MALFORMED',
  PAYLOAD_TOO_LARGE: 'AUTHORIZATION_MALFORMED',
}

export function callbackFailureMessage(reason: ErrorReason | null, trip: FailedTrip): CallbackFailureMessage {
  const { name, kind, signedIn } = trip
  const title = titleOf(kind, name)
  if (reason === null) return { title, text: null, wayOn: 'try_again' }
  if (reason === 'LINK_REQUIRES_SIGN_IN' && signedIn) return { title, text: someoneElse, wayOn: 'another_way' }
  const said = calm[reason]
  return {
    title: reason === 'LINK_REQUIRES_SIGN_IN' ? 'Sign in first' : title,
    text: said === undefined ? null : withProvider(errorMessages[said], name),
    wayOn: waysOn[reason] ?? 'try_again',
  }
}

function titleOf(kind: Trip['kind'] | null, name: string): string {
  if (kind === 'link') return `${name} isn’t connected`
  if (kind === 'step_up') return `${name} didn’t confirm it’s you`
  return `You aren’t signed in with ${name}`
}

const someoneElse = 'This e-mail address belongs to another user here. You’re still signed in as you were.'
