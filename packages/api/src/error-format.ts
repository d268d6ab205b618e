import { type ErrorData, type ErrorReason, refusals } from '@latchkey/schema'
import type { TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'

/** The reasons of what tRPC itself refuses before a procedure runs. Every other code without a refusal is a fault. */
const requestReasons: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorReason>> = {
  BAD_REQUEST: 'MALFORMED_REQUEST',
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_ALLOWED',
  NOT_FOUND: 'UNKNOWN_PROCEDURE',
  PARSE_ERROR: 'MALFORMED_REQUEST',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  SERVICE_UNAVAILABLE: 'UNAVAILABLE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
}

export interface PublicError {
  readonly message: string
  readonly reason: ErrorReason
  readonly fields?: NonNullable<ErrorData['fields']>
  readonly retryAfter?: number
}

/** Returns what the caller is told of an error; `INTERNAL` for every error that is no refusal. */
export function publicError(error: TRPCError): PublicError {
  const { cause } = error
  if (cause instanceof Refusal) {
    const { message, reason, retryAfter } = cause
    return retryAfter === null ? { message, reason } : { message, reason, retryAfter }
  }
  if (error.code === 'BAD_REQUEST' && cause instanceof z.ZodError) {
    return { ...told('INVALID_INPUT'), fields: fieldsOf(cause) }
  }
  if (error.code === 'PARSE_ERROR') return { ...told('MALFORMED_REQUEST'), message: 'This request is not valid JSON.' }
  return told(requestReasons[error.code] ?? 'INTERNAL')
}

function told(reason: ErrorReason): PublicError {
  return { message: refusals[reason].message, reason }
}

/** Whether an error is a fault, which is logged with its cause, and not a refusal. */
export function isFault(error: TRPCError): boolean {
  return refusals[publicError(error).reason].source === 'fault'
}

/** Replaces tRPC's error shape, so that the message, stack and path of an unknown error do not leave the server. */
export function formatError<Shape extends { code: number; data: { code: string; httpStatus: number } }>(
  error: TRPCError,
  shape: Shape,
  ctx: Context | undefined,
): { code: Shape['code']; message: string; data: ErrorData } {
  const { message, ...data } = publicError(error)
  const { code, httpStatus } = shape.data
  return { code: shape.code, message, data: { code, httpStatus, requestId: ctx?.request.requestId ?? '', ...data } }
}

/** Returns messages by input field; a key that is not expected is named under `''`. */
function fieldsOf(error: z.ZodError): NonNullable<ErrorData['fields']> {
  const fields = new Map<string, string[]>()
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.')
    const messages = fields.get(field)
    if (messages === undefined) fields.set(field, [issue.message])
    else messages.push(issue.message)
  }
  return Object.fromEntries(fields)
}
