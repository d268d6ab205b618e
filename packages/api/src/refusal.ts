import { type ErrorReason, type ReasonFrom, refusals } from '@latchkey/schema'
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** The reasons for which a procedure or the domain refuses. */
export type RefusalReason = ReasonFrom<'access' | 'domain'> | 'NOT_BATCHABLE'

/** The tRPC code of every reason; a reason without one does not compile. */
const trpcCodes: Readonly<Record<ErrorReason, { readonly code: TRPC_ERROR_CODE_KEY }>> = refusals

/** The cause that marks a tRPC error as a refusal, by which the formatter finds the reason. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  /** With `RATE_LIMITED`: whole seconds until another try makes sense. */
  readonly retryAfter: number | null

  constructor(reason: RefusalReason, retryAfter: number | null = null) {
    super(refusals[reason].message)
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

/** Returns the tRPC error of a refusal. */
export function refuse(reason: RefusalReason, retryAfter: number | null = null): TRPCError {
  const cause = new Refusal(reason, retryAfter)
  return new TRPCError({ code: trpcCodes[reason].code, message: cause.message, cause })
}
