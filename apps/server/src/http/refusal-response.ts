import type { ErrorData, ErrorReason } from '@latchkey/schema'
import type { Response } from 'express'

/** tRPC's JSON-RPC error numbers are not part of our contract; outside of tRPC there is one for all. */
const jsonRpcCode = -32_600

export interface HttpRefusal {
  readonly status: number
  readonly code: string
  readonly reason: ErrorReason
  readonly message: string
}

/** Refuses a request before tRPC sees it, in the very shape in which tRPC refuses. */
export function sendRefusal(res: Response, { status, code, reason, message }: HttpRefusal): void {
  const data: ErrorData = { code, httpStatus: status, requestId: String(res.getHeader('X-Request-Id') ?? ''), reason }
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .json({ error: { message, code: jsonRpcCode, data } })
}
