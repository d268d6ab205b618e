import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { retryDeadline } from './retry-deadline.ts'

function refusal(data: object): TRPCClientError<never> {
  const whole = { code: 'X', httpStatus: 429, reason: 'RATE_LIMITED', requestId: 'r1', ...data }
  return TRPCClientError.from({ error: { code: -32_000, message: '', data: whole } })
}

describe('the deadline of a refusal', () => {
  it('is the end of its wait, and stays where it is', () => {
    const error = refusal({ retryAfter: 42 })
    expect(retryDeadline(error, 1_000)).toBe(43_000)
    expect(retryDeadline(error, 9_000)).toBe(43_000)
  })

  it('is another one for the next refusal', () => {
    expect(retryDeadline(refusal({ retryAfter: 42 }), 9_000)).toBe(51_000)
  })

  it('is none without a wait, and for other errors', () => {
    for (const error of [refusal({}), new Error('boom'), 'boom', null]) expect(retryDeadline(error)).toBeNull()
  })
})
