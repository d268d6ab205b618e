import type { ErrorReason } from '@latchkey/schema'
import type { Failure } from './failure.ts'

/** What a person reads when a call is refused, wherever the screen has no better words of its own. */
export const errorWords = {
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
  INVALID_CREDENTIALS: 'Wrong e-mail or password.',
  EMAIL_TAKEN: 'Someone signed up with this e-mail address already.',
  PASSWORD_TOO_SHORT: 'This password is too short.',
  PASSWORD_TOO_COMMON: 'This password is one of the first that guessers try. Choose another.',
  SESSION_NOT_FOUND: 'This session had already ended.',
  RATE_LIMITED: 'Too many tries.',
  UNAVAILABLE: 'Latchkey can’t do this right now. Try again in a moment.',
  INTERNAL: 'Something went wrong on our side. Try again.',
} as const satisfies Record<ErrorReason, string>

const offlineWords = 'You seem to be offline. Check your connection and try again.'
const unknownWords = 'Something went wrong. Try again.'

export interface FailureWords {
  readonly text: string
  /** To quote when asking for help; only where there is something to ask about. */
  readonly reference: string | null
  /** Seconds until another try makes sense. */
  readonly retryAfter: number | null
}

export function wordsOf(failure: Failure): FailureWords {
  if (failure.kind === 'offline') return { text: offlineWords, reference: null, retryAfter: null }
  if (failure.kind === 'unknown') return { text: unknownWords, reference: failure.requestId, retryAfter: null }
  const { httpStatus, reason, requestId, retryAfter } = failure.data
  return {
    text: errorWords[reason],
    reference: httpStatus >= 500 && requestId !== '' ? requestId : null,
    retryAfter: retryAfter ?? null,
  }
}
