import type { ErrorReason } from '@latchkey/schema'
import { errorMessages, withProvider } from '../../errors/error-messages.ts'
import type { AuthorizationRequest } from '../../providers/authorization-request.ts'

/** What the screen of a failed callback offers. */
export type NextStep = 'try_again' | 'sign_in_first' | 'sign_up' | 'another_way'

export interface CallbackFailureMessage {
  readonly title: string
  /** `null` when the general error message is shown instead. */
  readonly text: string | null
  readonly nextStep: NextStep
}

export interface FailedAuthorization {
  /** The provider's name. */
  readonly name: string
  /** The kind of authorization request; `null` when this tab does not know it. */
  readonly kind: AuthorizationRequest['kind'] | null
  /** Whether a user is signed in, in spite of the failure. */
  readonly signedIn: boolean
}

const nextSteps: Readonly<Partial<Record<ErrorReason, NextStep>>> = {
  LINK_REQUIRES_SIGN_IN: 'sign_in_first',
  PROVIDER_EMAIL_MISSING: 'sign_up',
  PROVIDER_NOT_FOUND: 'another_way',
}

/** Reasons that are no error of the provider: shown as plain text, with the message of the reason on the right. */
const plain: Readonly<Partial<Record<ErrorReason, ErrorReason>>> = {
  AUTHORIZATION_DENIED: 'AUTHORIZATION_DENIED',
  AUTHORIZATION_UNKNOWN: 'AUTHORIZATION_UNKNOWN',
  LINK_REQUIRES_SIGN_IN: 'LINK_REQUIRES_SIGN_IN',
  // There is no form on this page: the invalid input is the provider's response.
  INVALID_INPUT: 'AUTHORIZATION_MALFORMED',
  PAYLOAD_TOO_LARGE: 'AUTHORIZATION_MALFORMED',
}

export function callbackFailureMessage(
  reason: ErrorReason | null,
  failed: FailedAuthorization,
): CallbackFailureMessage {
  const { name, kind, signedIn } = failed
  const title = titleOf(kind, name)
  if (reason === null) return { title, text: null, nextStep: 'try_again' }
  if (reason === 'LINK_REQUIRES_SIGN_IN' && signedIn) return { title, text: otherUser, nextStep: 'another_way' }
  const shown = plain[reason]
  return {
    title: reason === 'LINK_REQUIRES_SIGN_IN' ? 'Sign in first' : title,
    text: shown === undefined ? null : withProvider(errorMessages[shown], name),
    nextStep: nextSteps[reason] ?? 'try_again',
  }
}

function titleOf(kind: AuthorizationRequest['kind'] | null, name: string): string {
  if (kind === 'link') return `${name} isn’t connected`
  if (kind === 'step_up') return `${name} didn’t confirm it’s you`
  return `You aren’t signed in with ${name}`
}

const otherUser = 'This e-mail address belongs to another user here. You’re still signed in as you were.'
