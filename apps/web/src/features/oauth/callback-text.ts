import type { ErrorReason } from '@latchkey/schema'
import type { Texts } from '../../language/texts.ts'
import type { AuthorizationRequest } from '../../providers/authorization-request.ts'

/** What the screen of a failed callback offers. */
export type NextStep = 'try_again' | 'sign_in_first' | 'sign_up' | 'another_way'

export interface CallbackText {
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
  // Some providers never say that an address is verified.
  PROVIDER_EMAIL_UNVERIFIED: 'sign_up',
  PROVIDER_NOT_FOUND: 'another_way',
}

/** Reasons that are no error of the provider, with their text. */
const plain = {
  AUTHORIZATION_DENIED: 'cancelled',
  AUTHORIZATION_UNKNOWN: 'expired',
  LINK_REQUIRES_SIGN_IN: 'signInFirstText',
  // There is no form on this page: the invalid input is the provider's response.
  INVALID_INPUT: 'unreadable',
  PAYLOAD_TOO_LARGE: 'unreadable',
} as const satisfies Partial<Record<ErrorReason, string>>

function isPlain(reason: ErrorReason): reason is keyof typeof plain {
  return Object.hasOwn(plain, reason)
}

/** Returns what to say of a failed callback, and what to offer. */
export function callbackText(
  reason: ErrorReason | null,
  { name, kind, signedIn }: FailedAuthorization,
  texts: Texts<'callback'>,
): CallbackText {
  const title = texts(kind === null ? 'signInFailed' : titles[kind], { provider: name })
  if (reason === null) return { title, text: null, nextStep: 'try_again' }
  if (reason === 'LINK_REQUIRES_SIGN_IN' && signedIn) {
    return { title, text: texts('otherUser'), nextStep: 'another_way' }
  }
  return {
    title: reason === 'LINK_REQUIRES_SIGN_IN' ? texts('signInFirst') : title,
    text: isPlain(reason) ? texts(plain[reason], { provider: name }) : null,
    nextStep: nextSteps[reason] ?? 'try_again',
  }
}

const titles = {
  sign_in: 'signInFailed',
  link: 'linkFailed',
  step_up: 'stepUpFailed',
} as const satisfies Record<AuthorizationRequest['kind'], string>
