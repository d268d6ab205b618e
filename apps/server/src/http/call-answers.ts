import { publicError } from '@latchkey/api'
import type { TRPCError } from '@trpc/server'

/** How many calls one request may have. */
export const maxBatchSize = 10

/** On what an answer depends, because of the cross-site check. */
export const crossSiteVary = 'Origin, Sec-Fetch-Site'

/** On what the answer of a procedure depends: tRPC names the headers by which an answer is streamed as well. */
export const answerVary = `trpc-accept, accept, ${crossSiteVary}`

/** Returns after how many seconds the refused calls of a request may be repeated; 0 where none says. */
export function retryAfterOf(errors: readonly TRPCError[]): number {
  return Math.max(0, ...errors.map((error) => publicError(error).retryAfter ?? 0))
}
