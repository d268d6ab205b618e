import { StoreUnavailableError } from '@latchkey/auth'
import type { ErrorReason } from '@latchkey/schema'
import type { ServerResponse } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Log } from '../log/logger.ts'
import { requestId } from './request-info.ts'
import { sendRefusal } from './send-refusal.ts'

/** Refuses a path that has no handler. */
export const notFound: RequestHandler = (_req, res) => sendRefusal(res, 'UNKNOWN_PROCEDURE', 'There is nothing here.')

/** Answers an error that a handler threw: the cause is logged, the caller gets a neutral message and the request id. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error)
    answerError(log, res, error)
  }
}

/** Answers a request whose handler threw an error. */
export function answerError(log: Log, res: ServerResponse, error: unknown): void {
  const reason = reasonOf(error)
  if (reason === 'INTERNAL' || reason === 'UNAVAILABLE') {
    log.error({ err: error, requestId: requestId(res) }, 'request failed')
  }
  if (!res.headersSent) sendRefusal(res, reason)
}

function reasonOf(error: unknown): ErrorReason {
  const status = statusOf(error)
  if (status === 413) return 'PAYLOAD_TOO_LARGE'
  if (status >= 400 && status < 500) return 'MALFORMED_REQUEST'
  return error instanceof StoreUnavailableError ? 'UNAVAILABLE' : 'INTERNAL'
}

/** Returns the status that Express gives an error for a request that it can't read; 0 where there is none. */
export function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0
}
