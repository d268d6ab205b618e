import { Router } from 'express'
import type { Logger } from 'pino'

/** `/healthz`: the process answers. `/readyz`: so does the database. */
export function health(ping: () => void, log: Logger): Router {
  const router = Router()
  router.use(['/healthz', '/readyz'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' })
  })
  router.get('/readyz', (_req, res) => {
    try {
      ping()
      res.json({ status: 'ready' })
    } catch (error) {
      log.error({ err: error }, 'the database does not answer')
      res.status(503).json({ status: 'unavailable' })
    }
  })
  return router
}
