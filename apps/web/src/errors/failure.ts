import type { ErrorData, ErrorReason } from '@latchkey/schema'
import type { AppRouter } from '@latchkey/api'
import type { TRPCClientError } from '@trpc/client'
import { isGatewayError } from '../connection/answered.ts'
import { isErrorData } from './error-data.ts'

/** What kind of failure an error is. */
export type Failure =
  /** Our server refused or failed, with a reason. */
  | { readonly kind: 'answered'; readonly data: ErrorData }
  /** The server did not answer, or a proxy says that it does not. */
  | { readonly kind: 'unanswered' }
  /** Any other error, of this page or of a proxy in between. */
  | { readonly kind: 'unknown'; readonly requestId: string | null }

export function describeFailure(error: unknown): Failure {
  if (!isClientError(error)) return { kind: 'unknown', requestId: null }
  const data: unknown = error.data
  if (isErrorData(data)) return { kind: 'answered', data }
  const response = error.meta?.['response']
  if (response instanceof Response && isGatewayError(response)) return { kind: 'unanswered' }
  if (response instanceof Response) return { kind: 'unknown', requestId: response.headers.get('x-request-id') }
  // `fetch` rejects with a TypeError when there was no answer at all.
  return error.cause instanceof TypeError ? { kind: 'unanswered' } : { kind: 'unknown', requestId: null }
}

/** Known by its name: the module of its class has all of tRPC's client, which the first page does without. */
function isClientError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof Error && error.name === 'TRPCClientError'
}

/** True when a retry may succeed: after a fault or without an answer, but not after a refusal. */
export function mayPass(error: unknown): boolean {
  const failure = describeFailure(error)
  return failure.kind !== 'answered' || failure.data.httpStatus >= 500
}

export function reasonOf(error: unknown): ErrorReason | null {
  const failure = describeFailure(error)
  return failure.kind === 'answered' ? failure.data.reason : null
}

/** True when the caller's session ended, or there was none. */
export function meansSignedOut(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === 'SESSION_ENDED' || reason === 'NOT_SIGNED_IN'
}
