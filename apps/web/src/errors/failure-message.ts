import type { ErrorData } from '@latchkey/schema'
import type { Texts } from '../language/texts.ts'
import { type ErrorText, errorTexts, textsWithReference } from './error-texts.ts'
import type { Failure } from './failure.ts'

export interface FailureMessage {
  readonly text: string
  /** To quote when asking for help; `null` where that is not needed. */
  readonly reference: string | null
}

/**
 * Returns the message of a failure. `provider` is the name of the provider that the call was about, `offline` whether the
 * browser knew of no network when it failed.
 */
export function failureMessage(
  failure: Failure,
  texts: Texts<'errors'>,
  provider: string,
  offline = isOffline(),
): FailureMessage {
  const text = texts(failureText(failure, offline), { provider })
  if (failure.kind !== 'answered') {
    return { text, reference: failure.kind === 'unknown' ? failure.requestId : null }
  }
  return { text, reference: referenceOf(failure.data) }
}

function failureText(failure: Failure, offline: boolean): ErrorText {
  switch (failure.kind) {
    case 'unanswered':
      return offline ? 'offline' : 'unreachable'
    case 'unknown':
      return 'unknown'
    case 'answered':
      return errorTexts[failure.data.reason]
  }
}

/** Whether the browser knows that it has no network; otherwise the server is what can't be reached. */
export function isOffline(): boolean {
  return !navigator.onLine
}

/** Includes the reason where the message sends the user to the support, who can look it up. */
function referenceOf({ httpStatus, reason, requestId }: ErrorData): string | null {
  if (textsWithReference.has(errorTexts[reason])) return requestId === '' ? reason : `${requestId} · ${reason}`
  return httpStatus >= 500 && requestId !== '' ? requestId : null
}
