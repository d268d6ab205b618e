import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { type RefusalFields, refusedFields } from './refused-fields.ts'

const fields = ['email', 'password'] as const
const reasons: RefusalFields<'email' | 'password'> = {
  EMAIL_TAKEN: { field: 'email' },
  INVALID_CREDENTIALS: { field: 'password', message: 'Wrong password.' },
}

function refusal(data: object): TRPCClientError<never> {
  const whole = { code: 'X', httpStatus: 400, requestId: 'r1', ...data }
  return TRPCClientError.from({ error: { code: -32_000, message: '', data: whole } })
}

describe('refusedFields', () => {
  it('puts a reason at its field, with the general message or the form’s own', () => {
    expect(refusedFields(refusal({ reason: 'EMAIL_TAKEN' }), fields, reasons)).toEqual({
      email: 'Someone signed up with this e-mail address already.',
    })
    expect(refusedFields(refusal({ reason: 'INVALID_CREDENTIALS' }), fields, reasons)).toEqual({
      password: 'Wrong password.',
    })
  })

  it('puts the server’s message on an input at that field, if the form has it', () => {
    const error = refusal({
      reason: 'INVALID_INPUT',
      fields: { email: ['No.', 'Really.'], role: ['No.'], '': ['No.'] },
    })
    expect(refusedFields(error, fields, reasons)).toEqual({ email: 'No.' })
  })

  it('is empty for a refusal that is about no field', () => {
    expect(refusedFields(refusal({ reason: 'RATE_LIMITED', retryAfter: 3 }), fields, reasons)).toEqual({})
    expect(refusedFields(new Error('boom'), fields, reasons)).toEqual({})
  })
})
