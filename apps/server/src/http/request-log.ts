import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Log } from '../log/logger.ts'
import { RefusalCounts } from '../log/refusal-counts.ts'
import { findAuthenticated } from './authenticate.ts'
import { outcomeOf } from './request-outcome.ts'

const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

/**
 * Gives every request an id, sends it back as `X-Request-Id`, and writes one line when the answer is out or the connection
 * is closed. The line has the fields that are named here: the query, headers and bodies stay out of the log, because inputs
 * are in them. Refusals are counted by reason; a flood of anonymous ones leaves out lines, which the summary counts.
 */
export function requestLog(log: Log, refusals: RefusalCounts = new RefusalCounts()): RequestHandler {
  return (req, res, next) => {
    const requestId = randomUUID()
    res.setHeader('X-Request-Id', requestId)
    if (probes.has(req.url)) return next()
    const startedAt = performance.now()
    let isLogged = false
    const write = (): void => {
      if (isLogged) return
      isLogged = true
      const fields = { requestId, ...describeRequest(req, res), ms: Math.round(performance.now() - startedAt) }
      if (!refusals.add(outcomeOf(res).reasons, fields.userId !== undefined)) return
      if (res.statusCode >= 500) log.error(fields, 'request')
      else log.info(fields, 'request')
    }
    res.once('finish', write)
    res.once('close', write)
    next()
  }
}

interface RequestFields {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ip: string | null
  readonly procedure?: string
  readonly reason?: string
  readonly oauthError?: string
  readonly userId?: string
  readonly sessionId?: string
  readonly aborted?: boolean
}

function describeRequest(req: Request, res: Response): RequestFields {
  const { procedures, reasons, oauthError } = outcomeOf(res)
  const caller = findAuthenticated(res)?.caller ?? null
  return {
    method: req.method,
    path: plainPath(req.originalUrl),
    status: res.statusCode,
    ip: req.ip ?? null,
    ...(procedures.size === 0 ? {} : { procedure: [...procedures].join() }),
    ...(reasons.size === 0 ? {} : { reason: [...reasons].join() }),
    ...(oauthError === null ? {} : { oauthError }),
    ...(caller === null ? {} : { userId: caller.user.id, sessionId: caller.session.id }),
    ...(res.writableFinished ? {} : { aborted: true }),
  }
}

/** Returns the path without its query; bytes that a path can't have, which a raw request may send, are percent-encoded. */
function plainPath(target: string): string {
  const [path = ''] = target.split('?', 1)
  return path.replaceAll(
    /[^\x21-\x7E]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
