import { type ErrorData, errorReasons } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'
import { createTranslator } from 'use-intl/core'
import { describe, expect, it, vi } from 'vitest'
import { en } from '../messages/en.ts'
import { errorTexts } from './error-texts.ts'
import { describeFailure, mayPass, meansSignedOut } from './failure.ts'
import { failureMessage, type FailureMessage } from './failure-message.ts'

function refusal(data: Partial<ErrorData>): TRPCClientError<never> {
  const whole = { code: 'X', httpStatus: 400, reason: 'FORBIDDEN', requestId: 'r1', ...data }
  return TRPCClientError.from({ error: { code: -32_000, message: 'raw message of the server', data: whole } })
}

const offline = TRPCClientError.from(new TypeError('Failed to fetch'))

const english = createTranslator({ locale: 'en', messages: en, namespace: 'errors' })

function messageOf(error: unknown, provider = 'the provider'): FailureMessage {
  return failureMessage(describeFailure(error), english, provider)
}

describe('the texts of errors', () => {
  it('are sentences without codes, blame or exclamations', () => {
    for (const text of Object.values(en.errors)) {
      expect(text).toMatch(/^[A-Z].*\.$/)
      expect(text).not.toMatch(/[A-Z]{2,}|_|!/)
      expect(text).not.toMatch(/oops|log ?in|kill|token|issuer/i)
    }
  })

  it('are used by a reason, or when there is no answer of ours', () => {
    const used = new Set<string>([...Object.values(errorTexts), 'offline', 'unreachable', 'unknown'])
    expect(Object.keys(en.errors).filter((text) => !used.has(text))).toEqual([])
    expect(Object.keys(errorTexts).toSorted()).toEqual([...errorReasons].toSorted())
  })
})

describe('the message of a failure', () => {
  it('is never the server’s', () => {
    expect(messageOf(refusal({ reason: 'INVALID_CREDENTIALS' })).text).toBe('Wrong email or password.')
  })

  it('has a reference for faults, and none for refusals', () => {
    expect(messageOf(refusal({ reason: 'INTERNAL', httpStatus: 500 })).reference).toBe('r1')
    expect(messageOf(refusal({ reason: 'INTERNAL', httpStatus: 500, requestId: '' })).reference).toBeNull()
    expect(messageOf(refusal({ reason: 'FORBIDDEN' })).reference).toBeNull()
  })

  it('names the provider where it is known', () => {
    const refused = refusal({ reason: 'PROVIDER_TIMEOUT', httpStatus: 504 })
    expect(messageOf(refused).text).toBe('It took the provider too long to answer. Try again in a moment.')
    expect(messageOf(refused, '$& Co').text).toBe('It took $& Co too long to answer. Try again in a moment.')
  })

  it('has the reason to quote where it sends the user to the support', () => {
    const message = messageOf(refusal({ reason: 'ID_TOKEN_NONCE', httpStatus: 403 }), 'Google')
    expect(message.text).toBe(
      'The answer from Google couldn’t be verified, so nothing was changed. Try again. If it happens again, contact support.',
    )
    expect(message.reference).toBe('r1 · ID_TOKEN_NONCE')
  })

  it('says that the browser was offline, or that the server did not answer', () => {
    vi.stubGlobal('navigator', { onLine: false })
    expect(messageOf(offline).text).toContain('offline')
    vi.stubGlobal('navigator', { onLine: true })
    expect(messageOf(offline).text).toBe('Latchkey didn’t answer. Try again.')
    vi.unstubAllGlobals()
  })

  it('is general for unexpected errors', () => {
    for (const error of [new Error('boom'), null, 'boom', TRPCClientError.from(new SyntaxError('Unexpected token'))]) {
      expect(messageOf(error).text).toBe('Something went wrong. Try again.')
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
