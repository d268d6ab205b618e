import type { ServerResponse } from 'node:http'
import { type ErrorData, type ErrorReason, refusals } from '@latchkey/schema'
import { crossSiteVary } from './call-answers.ts'
import { requestId } from './request-info.ts'
import { outcomeOf } from './request-outcome.ts'
import { setSecurityHeaders } from './security-headers.ts'

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
  const {
    message = refusals[reason].message,
    status: httpStatus = refusals[reason].status,
    requestId: id = '',
  } = details
  const data: ErrorData = { code, httpStatus, requestId: id, reason }
  return { error: { message, code: jsonRpcCode, data } }
}

function setAnswerHeaders(res: ServerResponse): void {
  res.setHeader('X-Request-Id', requestId(res))
  res.setHeader('Vary', crossSiteVary)
  setSecurityHeaders(res)
}

/** Refuses a request before tRPC handles it. Status and code are those of the reason; `message` replaces its message. */
export function sendRefusal(
  res: ServerResponse,
  reason: ErrorReason,
  message: string = refusals[reason].message,
): void {
  outcomeOf(res).reasons.add(reason)
  // A call that passes no middleware has its headers with its answer.
  if (!res.hasHeader('X-Request-Id')) setAnswerHeaders(res)
  const body = Buffer.from(JSON.stringify(refusalBody(reason, { message, requestId: requestId(res) })))
  res.statusCode = refusals[reason].status
  res.setHeader('Cache-Control', 'no-store')
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.setHeader('Content-Length', body.length)
  res.end(body)
}
