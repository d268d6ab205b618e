import { type ErrorData, type ErrorReason, refusals } from '@latchkey/schema'
import type { Response } from 'express'
import { outcomeOf } from './request-outcome.ts'

/** tRPC's JSON-RPC error numbers are not part of the contract; outside of tRPC there is one for all. */
const jsonRpcCode = -32_600

interface RefusalDetails {
  /** Replaces the message of the reason where a more exact one helps. */
  readonly message?: string
  /** Replaces the status of the reason where HTTP has a more exact one. */
  readonly status?: number
  readonly requestId?: string
}

/** Returns the body of a refusal, in the shape in which tRPC refuses. */
export function refusalBody(reason: ErrorReason, details: RefusalDetails): object {
  const { code } = refusals[reason]
  const { message = refusals[reason].message, status: httpStatus = refusals[reason].status, requestId = '' } = details
  const data: ErrorData = { code, httpStatus, requestId, reason }
  return { error: { message, code: jsonRpcCode, data } }
}

/** Refuses a request before tRPC handles it. Status and code are those of the reason; `message` replaces its message. */
export function sendRefusal(res: Response, reason: ErrorReason, message: string = refusals[reason].message): void {
  outcomeOf(res).reasons.add(reason)
  res
    .status(refusals[reason].status)
    .set('Cache-Control', 'no-store')
    .json(refusalBody(reason, { message, requestId: String(res.getHeader('X-Request-Id') ?? '') }))
}
