import type { ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { isStreamRequest } from './authenticate.ts'

/** Milliseconds. Longer than a heartbeat: a connection without traffic for this time has lost its peer. */
const idleTimeout = 45_000
/** Milliseconds in which a client can read the final message. */
const closeGrace = 2_000

/** Destroys the connection of a stream that is not read, which would hold its memory as long as the peer stays connected. */
export const cutUnreadStream: RequestHandler = (req, res, next) => {
  if (isStreamRequest(req)) res.setTimeout(idleTimeout, () => res.destroy())
  next()
}

/** Destroys the connection of a stream after its final message, with a grace in which the client can read it. */
export function closeSoon(res: ServerResponse): void {
  const cut = setTimeout(() => res.destroy(), closeGrace)
  cut.unref()
  res.once('close', () => clearTimeout(cut))
}
