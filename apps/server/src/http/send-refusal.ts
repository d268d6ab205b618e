import { type ErrorData, type ErrorReason, refusals } from '@latchkey/schema'
import type { Response } from 'express'

/** tRPC's JSON-RPC error numbers are not part of the contract; outside of tRPC there is one for all. */
const jsonRpcCode = -32_600

/**
 * Refuses a request before tRPC handles it, in the shape in which tRPC refuses. Status and code are those of the reason;
 * `message` replaces its message where a more exact one helps.
 */
export function sendRefusal(res: Response, reason: ErrorReason, message: string = refusals[reason].message): void {
  const { code, status } = refusals[reason]
  const data: ErrorData = { code, httpStatus: status, requestId: String(res.getHeader('X-Request-Id') ?? ''), reason }
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .json({ error: { message, code: jsonRpcCode, data } })
}
