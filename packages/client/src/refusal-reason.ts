import type { ErrorReason } from '@latchkey/schema'
import { TRPCClientError } from '@trpc/client'

/** Why the server refused a call; `null` for everything else that can go wrong, like an answer that does not come. */
export function refusalReason(error: unknown): ErrorReason | null {
  return error instanceof TRPCClientError ? reasonIn({ error: { data: error.data } }) : null
}

/** The same, from the body of an answer that may be anybody's. */
export function reasonIn(body: unknown): ErrorReason | null {
  const reason = memberOf(memberOf(memberOf(body, 'error'), 'data'), 'reason')
  return typeof reason === 'string' ? (reason as ErrorReason) : null
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
