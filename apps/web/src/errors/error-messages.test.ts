import { type ErrorData, errorReasons } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { errorMessages, withProvider, messageOf } from './error-messages.ts'
import { describeFailure, mayPass, meansSignedOut } from './failure.ts'

function refusal(data: Partial<ErrorData>): TRPCClientError<never> {
  const whole = { code: 'X', httpStatus: 400, reason: 'FORBIDDEN', requestId: 'r1', ...data }
  return TRPCClientError.from({ error: { code: -32_000, message: 'raw message of the server', data: whole } })
}

const offline = TRPCClientError.from(new TypeError('Failed to fetch'))

describe('errorMessages', () => {
  it('have a sentence for every reason, without codes, blame or exclamations', () => {
    for (const reason of errorReasons) {
      expect(errorMessages[reason]).toMatch(/^[A-Z].*\.$/)
      expect(errorMessages[reason]).not.toMatch(/[A-Z]{2,}|_|!/)
      expect(errorMessages[reason]).not.toMatch(/oops|log ?in|register|kill|token|issuer/i)
      // A person is a user here; accounts are what they have at providers.
      expect(errorMessages[reason].replaceAll('account at the provider', '')).not.toMatch(/account/i)
    }
  })
})

describe('messageOf', () => {
  it('never shows the server’s message', () => {
    expect(messageOf(describeFailure(refusal({ reason: 'INVALID_CREDENTIALS' }))).text).toBe(
      'Wrong e-mail or password.',
    )
  })

  it('tells how long to wait', () => {
    const message = messageOf(describeFailure(refusal({ reason: 'RATE_LIMITED', retryAfter: 151 })))
    expect(message).toEqual({ text: 'Too many tries.', reference: null, retryAfter: 151 })
  })

  it('gives a reference for faults, and none for refusals', () => {
    expect(messageOf(describeFailure(refusal({ reason: 'INTERNAL', httpStatus: 500 }))).reference).toBe('r1')
    expect(
      messageOf(describeFailure(refusal({ reason: 'INTERNAL', httpStatus: 500, requestId: '' }))).reference,
    ).toBeNull()
    expect(messageOf(describeFailure(refusal({ reason: 'FORBIDDEN' }))).reference).toBeNull()
  })

  it('names the provider where it is known', () => {
    const refused = describeFailure(refusal({ reason: 'PROVIDER_TIMEOUT', httpStatus: 504 }))
    expect(messageOf(refused).text).toBe('The provider took too long to answer. Try again in a moment.')
    expect(messageOf(refused, 'Google').text).toBe('Google took too long to answer. Try again in a moment.')
    expect(withProvider('The provider’s answer, at the provider.', '$& Co')).toBe('$& Co’s answer, at $& Co.')
  })

  it('gives the reason to quote where it advises to ask for help', () => {
    const message = messageOf(describeFailure(refusal({ reason: 'ID_TOKEN_NONCE', httpStatus: 403 })), 'Google')
    expect(message.text).toBe(
      'Google’s answer could not be verified, so nothing was changed. Try again; if it happens again, tell the people who run this app.',
    )
    expect(message.reference).toBe('r1 · ID_TOKEN_NONCE')
  })

  it('says that the user is offline when the server did not answer', () => {
    expect(messageOf(describeFailure(offline)).text).toContain('offline')
  })

  it('has a message for unexpected errors', () => {
    for (const error of [new Error('boom'), null, 'boom', TRPCClientError.from(new SyntaxError('Unexpected token'))]) {
      expect(messageOf(describeFailure(error)).text).toBe('Something went wrong. Try again.')
    }
  })
})

describe('what follows from a failure', () => {
  it('retries after faults and without an answer, never after a refusal', () => {
    expect(mayPass(offline)).toBe(true)
    expect(mayPass(refusal({ reason: 'UNAVAILABLE', httpStatus: 503 }))).toBe(true)
    expect(mayPass(refusal({ reason: 'RATE_LIMITED', httpStatus: 429 }))).toBe(false)
  })

  it('tells an ended session from a wrong password: both are 401', () => {
    expect(meansSignedOut(refusal({ reason: 'SESSION_ENDED', httpStatus: 401 }))).toBe(true)
    expect(meansSignedOut(refusal({ reason: 'NOT_SIGNED_IN', httpStatus: 401 }))).toBe(true)
    expect(meansSignedOut(refusal({ reason: 'INVALID_CREDENTIALS', httpStatus: 401 }))).toBe(false)
    expect(meansSignedOut(offline)).toBe(false)
  })
})
