import type { ErrorReason } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'
import { LatchkeyError, type LatchkeyErrorReason } from './latchkey-error.ts'
import { memberOf } from './transport/member-of.ts'

/**
 * Reads the reason of an error that a call, a sign-in, a sign-out or a token store threw.
 *
 * @param error - anything that was caught
 * @returns the server's reason for a call that it refused, or this package's reason for an error of its own, also where
 * tRPC has wrapped it; `null` for everything else, such as a call without a response
 * @example
 * ```ts
 * import { createClient, memoryTokenStore, reasonOf } from '@latchkey/client'
 *
 * const client = createClient({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: memoryTokenStore(),
 * })
 * try {
 *   console.log(await client.sessions.list.query())
 * } catch (error) {
 *   if (reasonOf(error) !== 'NOT_SIGNED_IN') throw error
 *   console.log('Sign in first.')
 * }
 * ```
 */
export function reasonOf(error: unknown): ErrorReason | LatchkeyErrorReason | null {
  if (error instanceof LatchkeyError) return error.reason
  if (!(error instanceof TRPCClientError)) return null
  return reasonIn({ error: { data: error.data } }) ?? reasonOf(error.cause)
}

/**
 * Reads the reason from the body of a tRPC error response.
 *
 * @param body - parsed JSON, which need not come from a Latchkey server
 * @returns the server's reason, or `null` if the body has none
 */
export function reasonIn(body: unknown): ErrorReason | null {
  const reason = memberOf(memberOf(memberOf(body, 'error'), 'data'), 'reason')
  return typeof reason === 'string' ? (reason as ErrorReason) : null
}
