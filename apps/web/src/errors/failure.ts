import type { ErrorData, ErrorReason } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'
import { isErrorData } from './error-data.ts'

/** What an error means to the person in front of it. */
export type Failure =
  /** Our server said no, and why. */
  | { readonly kind: 'answered'; readonly data: ErrorData }
  /** Nothing answered. */
  | { readonly kind: 'offline' }
  /** Something else went wrong: in this page, or in what stands between it and the server. */
  | { readonly kind: 'unknown'; readonly requestId: string | null }

export function describeFailure(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return { kind: 'unknown', requestId: null }
  const data: unknown = error.data
  if (isErrorData(data)) return { kind: 'answered', data }
  const response = error.meta?.['response']
  if (response instanceof Response) return { kind: 'unknown', requestId: response.headers.get('x-request-id') }
  // `fetch` rejects with a TypeError when there was no answer at all.
  return error.cause instanceof TypeError ? { kind: 'offline' } : { kind: 'unknown', requestId: null }
}

/** True when asking again may get another answer; a refusal stays one. */
export function mayPass(error: unknown): boolean {
  const failure = describeFailure(error)
  return failure.kind !== 'answered' || failure.data.httpStatus >= 500
}

export function reasonOf(error: unknown): ErrorReason | null {
  const failure = describeFailure(error)
  return failure.kind === 'answered' ? failure.data.reason : null
}

/** True when the caller's session no longer stands, or never did. */
export function meansSignedOut(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === 'SESSION_ENDED' || reason === 'NOT_SIGNED_IN'
}
