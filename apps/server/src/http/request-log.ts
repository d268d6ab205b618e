import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/**
 * Gives every request an id, sends it back as `X-Request-Id`, and writes a line when the answer is out. The query
 * string, headers and bodies stay out of the log: inputs are in them.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request>({
    logger,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    customAttributeKeys: { reqId: 'requestId' },
    quietReqLogger: true,
    quietResLogger: true,
    autoLogging: { ignore: (req: IncomingMessage) => req.url === '/healthz' || req.url === '/readyz' },
    customLogLevel: (_req, res: ServerResponse, error) =>
      error !== undefined || res.statusCode >= 500 ? 'error' : 'info',
    customSuccessObject: describeRequest,
    customErrorObject: describeRequest,
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
  })
}

function describeRequest(req: Request, res: ServerResponse, told: object): object {
  const responseTime = 'responseTime' in told ? told.responseTime : undefined
  const [path] = req.originalUrl.split('?', 1)
  return { method: req.method, path, status: res.statusCode, ms: responseTime, ip: req.ip }
}
