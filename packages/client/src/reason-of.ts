import type { ErrorReason } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'
import { LatchkeyError, type LatchkeyErrorReason } from './latchkey-error.ts'

/**
 * Why something failed, in one word: the server's own for a call that it refused, this package's for a sign-in or a store,
 * also where tRPC has wrapped that. `null` for everything else that can go wrong, like a call without an answer.
 */
export function reasonOf(error: unknown): ErrorReason | LatchkeyErrorReason | null {
  if (error instanceof LatchkeyError) return error.reason
  if (!(error instanceof TRPCClientError)) return null
  return reasonIn({ error: { data: error.data } }) ?? reasonOf(error.cause)
}

/** The same, from the body of an answer that may be anybody's. */
export function reasonIn(body: unknown): ErrorReason | null {
  const reason = memberOf(memberOf(memberOf(body, 'error'), 'data'), 'reason')
  return typeof reason === 'string' ? (reason as ErrorReason) : null
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
