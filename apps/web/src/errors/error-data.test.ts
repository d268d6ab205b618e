import type { ErrorData } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { isErrorData } from './error-data.ts'

const refusal: ErrorData = { code: 'UNAUTHORIZED', httpStatus: 401, reason: 'INVALID_CREDENTIALS', requestId: 'r1' }

describe('isErrorData', () => {
  it('accepts data of our server', () => {
    expect(isErrorData(refusal)).toBe(true)
    expect(isErrorData({ ...refusal, reason: 'RATE_LIMITED', retryAfter: 151 })).toBe(true)
    expect(isErrorData({ ...refusal, reason: 'INVALID_INPUT', fields: { email: ['No.'], '': [] } })).toBe(true)
  })

  it('refuses data of another origin', () => {
    for (const value of [null, undefined, 'UNAUTHORIZED', 401, [], {}, { code: 'UNAUTHORIZED', httpStatus: 401 }]) {
      expect(isErrorData(value)).toBe(false)
    }
  })

  it('refuses a reason that has no message', () => {
    expect(isErrorData({ ...refusal, reason: 'TEAPOT' })).toBe(false)
    expect(isErrorData({ ...refusal, reason: 'toString' })).toBe(false)
  })

  it('refuses fields and waits that could not be shown', () => {
    expect(isErrorData({ ...refusal, fields: { email: 'No.' } })).toBe(false)
    expect(isErrorData({ ...refusal, fields: [['No.']] })).toBe(false)
    expect(isErrorData({ ...refusal, retryAfter: '151' })).toBe(false)
    expect(isErrorData({ ...refusal, retryAfter: -1 })).toBe(false)
    expect(isErrorData({ ...refusal, retryAfter: Number.NaN })).toBe(false)
    expect(isErrorData({ ...refusal, retryAfter: Number.POSITIVE_INFINITY })).toBe(false)
  })
})
