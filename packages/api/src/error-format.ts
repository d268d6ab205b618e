import type { ErrorData, ErrorReason } from '@latchkey/schema'
import type { TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'

/** What tRPC itself refuses before a procedure runs, in our words. Every other code without a refusal is a fault. */
const requestRefusals: Partial<Record<TRPC_ERROR_CODE_KEY, { reason: ErrorReason; message: string }>> = {
  BAD_REQUEST: { reason: 'MALFORMED_REQUEST', message: 'This request can’t be read.' },
  METHOD_NOT_SUPPORTED: { reason: 'METHOD_NOT_ALLOWED', message: 'Queries are GET, mutations are POST.' },
  NOT_FOUND: { reason: 'UNKNOWN_PROCEDURE', message: 'There is no such procedure.' },
  PARSE_ERROR: { reason: 'MALFORMED_REQUEST', message: 'This request is not valid JSON.' },
  PAYLOAD_TOO_LARGE: { reason: 'PAYLOAD_TOO_LARGE', message: 'This request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { reason: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json.' },
}

export interface PublicError {
  readonly message: string
  readonly reason: ErrorReason
  readonly fields?: NonNullable<ErrorData['fields']>
  readonly retryAfter?: number
}

/** What may be said of an error to whoever called; `INTERNAL` for everything that is not an expected "no". */
export function publicError(error: TRPCError): PublicError {
  const { cause } = error
  if (cause instanceof Refusal) {
    const { message, reason, retryAfter } = cause
    return retryAfter === null ? { message, reason } : { message, reason, retryAfter }
  }
  if (error.code === 'BAD_REQUEST' && cause instanceof z.ZodError) {
    return { message: 'Some of the input is not valid.', reason: 'INVALID_INPUT', fields: fieldsOf(cause) }
  }
  const known = requestRefusals[error.code]
  if (known !== undefined) return known
  if (error.code === 'SERVICE_UNAVAILABLE') {
    return { message: 'Latchkey can’t do this right now. Try again in a moment.', reason: 'UNAVAILABLE' }
  }
  return { message: 'Something went wrong on our side. Try again.', reason: 'INTERNAL' }
}

export function isFault(error: TRPCError): boolean {
  const { reason } = publicError(error)
  return reason === 'INTERNAL' || reason === 'UNAVAILABLE'
}

/** An unknown error's message, stack and path stay here: the shape is replaced, not extended. */
export function formatError<Shape extends { code: number; data: { code: string; httpStatus: number } }>(
  error: TRPCError,
  shape: Shape,
  ctx: Context | undefined,
): { code: Shape['code']; message: string; data: ErrorData } {
  const { message, ...told } = publicError(error)
  const { code, httpStatus } = shape.data
  return { code: shape.code, message, data: { code, httpStatus, requestId: ctx?.client.requestId ?? '', ...told } }
}

/** Messages by input field; a key that is not expected is named under `''`. */
function fieldsOf(error: z.ZodError): NonNullable<ErrorData['fields']> {
  const fields: [string, string[]][] = []
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.')
    const messages = fields.find(([name]) => name === field)?.[1]
    if (messages === undefined) fields.push([field, [issue.message]])
    else messages.push(issue.message)
  }
  return Object.fromEntries(fields)
}
