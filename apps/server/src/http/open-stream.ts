import type { Request, RequestHandler, Response } from 'express'

const listeningPath = '/sessions.watch'

/** Longer than a heartbeat: a connection over which nothing goes in this time has nobody at its end. */
const silence = 45_000
const farewell = 2_000

/** A tab that stands open does not use its session: it only listens. */
export function isListening(req: Request): boolean {
  return decodeURIComponent(req.path) === listeningPath
}

/** A stream that nobody reads keeps its memory for as long as the peer pretends to be there. */
export const watchOverStream: RequestHandler = (req, res, next) => {
  if (isListening(req)) res.setTimeout(silence, () => res.destroy())
  next()
}

/** Gives whoever listens a moment for the last word. */
export function hangUpSoon(res: Response): void {
  const cut = setTimeout(() => res.destroy(), farewell)
  cut.unref()
  res.once('close', () => clearTimeout(cut))
}
