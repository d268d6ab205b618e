import type { ErrorData, ErrorReason } from '@latchkey/schema'
import type { Failure } from './failure.ts'

const askForHelp = 'Try again; if it happens again, tell the people who run this app.'
const notVerified = 'The provider’s answer could not be verified, so nothing was changed. ' + askForHelp

/** The message for each reason, where the screen has none of its own. */
export const errorMessages = {
  INVALID_INPUT: 'Some of this isn’t valid. Check the form and try again.',
  MALFORMED_REQUEST: 'Latchkey couldn’t read this request. Reload the page and try again.',
  UNKNOWN_PROCEDURE: 'Latchkey was updated while this page was open. Reload the page and try again.',
  METHOD_NOT_ALLOWED: 'Latchkey was updated while this page was open. Reload the page and try again.',
  UNSUPPORTED_MEDIA_TYPE: 'Latchkey couldn’t read this request. Reload the page and try again.',
  PAYLOAD_TOO_LARGE: 'This is more than Latchkey takes at once. Shorten it and try again.',
  NOT_BATCHABLE: 'Latchkey couldn’t read this request. Reload the page and try again.',
  CROSS_SITE_REQUEST: 'This request didn’t come from Latchkey’s own pages. Open Latchkey directly and try again.',
  NOT_SIGNED_IN: 'Sign in first.',
  SESSION_ENDED: 'This session has ended. Sign in again.',
  SUDO_REQUIRED: 'Confirm that it’s you, then try again.',
  FORBIDDEN: 'You aren’t allowed to do this.',
  INVALID_TOKEN: 'This is for programs, not for this page. Reload it and try again.',
  AMBIGUOUS_CREDENTIALS: 'This is for programs, not for this page. Reload it and try again.',
  COOKIE_REQUIRED: 'This is for programs, not for this page. Reload it and try again.',
  INVALID_REFRESH_TOKEN: 'This is for programs, not for this page. Reload it and try again.',
  REFRESH_TOKEN_REUSED: 'This session has ended. Sign in again.',
  CLIENT_UNKNOWN:
    'Latchkey doesn’t know this app. Go back to it and start again; if it happens again, tell its makers.',
  REDIRECT_URI_UNKNOWN:
    'This request names an address that isn’t the app’s, so nothing was sent there. Tell the makers of the app.',
  USER_CODE_UNKNOWN: 'No device is waiting with this code. Check it, or start again on the device.',
  INVALID_GRANT: 'This is for programs, not for this page. Reload it and try again.',
  PASSWORD_TOKENS_OFF: 'You aren’t allowed to do this.',
  INVALID_TARGET: 'You aren’t allowed to do this.',
  INVALID_CREDENTIALS: 'Wrong e-mail or password.',
  EMAIL_TAKEN: 'Someone signed up with this e-mail address already.',
  PASSWORD_TOO_SHORT: 'This password is too short.',
  PASSWORD_TOO_COMMON: 'This password is one of the first that guessers try. Choose another.',
  SESSION_NOT_FOUND: 'This session had already ended.',
  RATE_LIMITED: 'Too many tries.',
  PASSWORD_ALREADY_SET: 'You have a password already. Change it instead.',
  IDENTITY_NOT_FOUND: 'This was disconnected already.',
  IDENTITY_NOT_CONNECTED: 'This account at the provider isn’t connected to you here. Choose the one that is.',
  IDENTITY_TAKEN: 'This account at the provider is connected to another user here. Choose a different one there.',
  LAST_SIGN_IN_METHOD: 'This is the only way you can sign in. Set a password or connect another provider first.',
  LINK_REQUIRES_SIGN_IN:
    'There is already a user here with this e-mail address. Sign in as them first; then we connect the provider.',
  PROVIDER_NOT_FOUND: 'You can’t sign in with this provider here. Choose another way.',
  AUTHORIZATION_UNKNOWN: 'This was finished already, or it didn’t start here. Start again.',
  AUTHORIZATION_EXPIRED: 'This took longer than ten minutes. Start again.',
  AUTHORIZATION_OTHER_BROWSER:
    'This was started in another browser, or something newer was started in this one. Start again.',
  AUTHORIZATION_OTHER_PROVIDER: 'This answer is for another provider, so nothing was changed. Start again.',
  AUTHORIZATION_OTHER_SESSION: 'You aren’t signed in as you were when this started. Start again.',
  AUTHORIZATION_DENIED: 'You didn’t continue at the provider, so nothing was changed.',
  AUTHORIZATION_REFUSED: 'The provider didn’t let this through, so nothing was changed. ' + askForHelp,
  AUTHORIZATION_MALFORMED: 'The provider’s answer couldn’t be read, so nothing was changed. ' + askForHelp,
  ISSUER_MISSING: notVerified,
  ISSUER_MISMATCH: notVerified,
  PROVIDER_UNAVAILABLE: 'The provider can’t be reached right now. Try again in a few minutes.',
  PROVIDER_TIMEOUT: 'The provider took too long to answer. Try again in a moment.',
  PROVIDER_ANSWER_INVALID: 'The provider’s answer couldn’t be read, so nothing was changed. ' + askForHelp,
  CODE_REFUSED: 'The provider didn’t confirm who you are, so nothing was changed. ' + askForHelp,
  ID_TOKEN_MISSING: notVerified,
  ID_TOKEN_MALFORMED: notVerified,
  ID_TOKEN_ALGORITHM: notVerified,
  ID_TOKEN_SIGNATURE: notVerified,
  ID_TOKEN_ISSUER: notVerified,
  ID_TOKEN_AUDIENCE: notVerified,
  ID_TOKEN_NONCE: notVerified,
  ID_TOKEN_EXPIRED: notVerified,
  ID_TOKEN_CLAIMS: notVerified,
  PROVIDER_EMAIL_MISSING:
    'The provider didn’t give an e-mail address. Sign up with one here, then connect the provider.',
  PROVIDER_EMAIL_UNVERIFIED: 'The provider hasn’t verified your e-mail address. Verify it there, then try again.',
  UNAVAILABLE: 'Latchkey can’t do this right now. Try again in a moment.',
  INTERNAL: 'Something went wrong on our side. Try again.',
} as const satisfies Record<ErrorReason, string>

const offlineMessage = 'You seem to be offline. Check your connection and try again.'
const unknownMessage = 'Something went wrong. Try again.'

export interface FailureMessage {
  readonly text: string
  /** To quote when asking for help; `null` where that is not needed. */
  readonly reference: string | null
  /** Seconds until the call may be tried again, or `null`. */
  readonly retryAfter: number | null
}

/** Replaces "the provider" by its name. */
export function withProvider(text: string, provider: string): string {
  return text.replaceAll(/\bthe provider\b/gi, () => provider)
}

/** Returns the message of a failure. `provider` is the name of the provider that the call was about. */
export function messageOf(failure: Failure, provider?: string): FailureMessage {
  if (failure.kind === 'offline') return { text: offlineMessage, reference: null, retryAfter: null }
  if (failure.kind === 'unknown') return { text: unknownMessage, reference: failure.requestId, retryAfter: null }
  const { reason, retryAfter } = failure.data
  const text = errorMessages[reason]
  return {
    text: provider === undefined ? text : withProvider(text, provider),
    reference: referenceOf(failure.data),
    retryAfter: retryAfter ?? null,
  }
}

/** Includes the reason where the message sends the user to the operator, who can look it up. */
function referenceOf({ httpStatus, reason, requestId }: ErrorData): string | null {
  if (errorMessages[reason].endsWith(askForHelp)) return requestId === '' ? reason : `${requestId} · ${reason}`
  return httpStatus >= 500 && requestId !== '' ? requestId : null
}
