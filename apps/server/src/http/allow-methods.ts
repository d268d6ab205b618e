import type { RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

const methods = ['GET', 'HEAD', 'POST'] as const

/** Refuses every method that nothing here answers. Node itself would answer TRACE with 200. */
export const allowMethods: RequestHandler = (req, res, next) => {
  if ((methods as readonly string[]).includes(req.method)) return next()
  res.set('Allow', methods.join(', '))
  sendRefusal(res, {
    status: 405,
    code: 'METHOD_NOT_SUPPORTED',
    reason: 'METHOD_NOT_ALLOWED',
    message: `Use ${methods.join(', ')}.`,
  })
}
