import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { type RefusalFields, refusedFields } from './refused-fields.ts'

const reasons: RefusalFields<'email' | 'password'> = {
  EMAIL_TAKEN: { field: 'email', message: 'Taken.' },
  INVALID_CREDENTIALS: { field: 'password', message: 'Wrong password.' },
}

const options = { fields: ['email', 'password'] as const, reasons, invalid: 'This isn’t valid.' }

function refusal(data: object): TRPCClientError<never> {
  const whole = { code: 'X', httpStatus: 400, requestId: 'r1', ...data }
  return TRPCClientError.from({ error: { code: -32_000, message: '', data: whole } })
}

describe('the fields of a refusal', () => {
  it('have the message of the reason that is about them', () => {
    expect(refusedFields(refusal({ reason: 'EMAIL_TAKEN' }), options)).toEqual({ email: 'Taken.' })
    expect(refusedFields(refusal({ reason: 'INVALID_CREDENTIALS' }), options)).toEqual({ password: 'Wrong password.' })
  })

  it('have a message of the form, and not the server’s, where the server refuses their input', () => {
    const error = refusal({
      reason: 'INVALID_INPUT',
      fields: { email: ['No.', 'Really.'], role: ['No.'], '': ['No.'] },
    })
    expect(refusedFields(error, options)).toEqual({ email: 'This isn’t valid.' })
  })

  it('are none for a refusal that is about no field', () => {
    expect(refusedFields(refusal({ reason: 'RATE_LIMITED', retryAfter: 3 }), options)).toEqual({})
    expect(refusedFields(new Error('boom'), options)).toEqual({})
  })
})
