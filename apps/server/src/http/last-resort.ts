import { isStoreUnavailable } from '@latchkey/api'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { sendRefusal } from './refusal-response.ts'

export const notFound: RequestHandler = (_req, res) => {
  sendRefusal(res, { status: 404, code: 'NOT_FOUND', reason: 'UNKNOWN_PROCEDURE', message: 'There is nothing here.' })
}

/** Whatever was thrown on the way: the cause goes to the log, the caller gets a neutral word and the request id. */
export function lastResort(log: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error)
    if (isTooLarge(error)) {
      return sendRefusal(res, {
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
        reason: 'PAYLOAD_TOO_LARGE',
        message: 'This request is too large.',
      })
    }
    if (isBadRequest(error)) {
      return sendRefusal(res, {
        status: 400,
        code: 'BAD_REQUEST',
        reason: 'MALFORMED_REQUEST',
        message: 'This request can’t be read.',
      })
    }
    log.error({ err: error, requestId: res.getHeader('X-Request-Id') }, 'request failed')
    if (isStoreUnavailable(error)) {
      return sendRefusal(res, {
        status: 503,
        code: 'SERVICE_UNAVAILABLE',
        reason: 'UNAVAILABLE',
        message: 'Latchkey can’t do this right now. Try again in a moment.',
      })
    }
    return sendRefusal(res, {
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
      reason: 'INTERNAL',
      message: 'Something went wrong on our side. Try again.',
    })
  }
}

function isBadRequest(error: unknown): boolean {
  const status = statusOf(error)
  return status >= 400 && status < 500
}

function isTooLarge(error: unknown): boolean {
  return statusOf(error) === 413
}

/** The status that Express put on what it can't read; 0 where there is none. */
export function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0
}
