import type { RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

const methods = ['GET', 'HEAD', 'POST'] as const

/** Refuses every method that has no handler. Node itself would answer TRACE with 200. */
export const allowMethods: RequestHandler = (req, res, next) => {
  if ((methods as readonly string[]).includes(req.method)) return next()
  res.set('Allow', methods.join(', '))
  sendRefusal(res, 'METHOD_NOT_ALLOWED', `Use ${methods.join(', ')}.`)
}
