import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Log, RequestLine } from '../log/logger.ts'
import { RefusalCounts } from '../log/refusal-counts.ts'
import { findAuthenticated } from './authenticate.ts'
import { nameRequest } from './request-info.ts'
import { outcomeOf } from './request-outcome.ts'

const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

export interface LoggedRequest {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The address of the client, or `null`. */
  readonly ip: string | null
  readonly requestId: string
}

/**
 * Writes one line for a request when the answer is out or the connection is closed. The line has the fields that are named
 * here: the query, headers and bodies stay out of the log, because inputs are in them. Refusals are counted by reason; a
 * flood of anonymous ones leaves out lines, which the summary counts.
 */
export class RequestLog {
  readonly #log: Log
  readonly #refusals: RefusalCounts

  constructor(log: Log, refusals: RefusalCounts = new RefusalCounts()) {
    this.#log = log
    this.#refusals = refusals
  }

  /** Returns a new id for a request, under which it is logged. */
  newRequestId(): string {
    return randomUUID()
  }

  /** Begins the time of a request. Its line is written at its end, by itself. */
  start(request: LoggedRequest): void {
    const { res } = request
    const startedAt = performance.now()
    // The answer closes after it is finished, and also where the connection is gone before.
    res.once('close', () => {
      const line = describeRequest(request, Math.round(performance.now() - startedAt))
      const { reasons } = outcomeOf(res)
      if (reasons.size > 0 && !this.#refusals.add(reasons, line.userId !== undefined)) return
      this.#log.request(line)
    })
  }
}

/** Gives every request an id, sends it back as `X-Request-Id`, and has its line written, but for the probes of a supervisor. */
export function logRequests(requestLog: RequestLog): RequestHandler {
  return (req, res, next) => {
    const requestId = requestLog.newRequestId()
    nameRequest(res, requestId)
    res.setHeader('X-Request-Id', requestId)
    if (!probes.has(req.url)) requestLog.start({ req, res, ip: req.ip ?? null, requestId })
    next()
  }
}

function describeRequest({ req, res, ip, requestId }: LoggedRequest, ms: number): RequestLine {
  const { procedures, reasons, oauthError } = outcomeOf(res)
  const caller = findAuthenticated(res)?.caller ?? null
  return {
    requestId,
    method: req.method ?? '',
    path: plainPath(originalUrl(req)),
    status: res.statusCode,
    ms,
    ip,
    ...(procedures.size === 0 ? {} : { procedure: [...procedures].join() }),
    ...(reasons.size === 0 ? {} : { reason: [...reasons].join() }),
    ...(oauthError === null ? {} : { oauthError }),
    ...(caller === null ? {} : { userId: caller.user.id, sessionId: caller.session.id }),
    ...(res.writableFinished ? {} : { aborted: true }),
  }
}

/** The target of a request: Express changes `url` within a path, and keeps the whole. */
function originalUrl(req: IncomingMessage & { readonly originalUrl?: string }): string {
  return req.originalUrl ?? req.url ?? ''
}

/** Returns the path without its query; bytes that a path can't have, which a raw request may send, are percent-encoded. */
function plainPath(target: string): string {
  const end = target.indexOf('?')
  const path = end === -1 ? target : target.slice(0, end)
  return path.replaceAll(
    /[^\x21-\x7E]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
