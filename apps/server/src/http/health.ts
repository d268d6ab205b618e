import { Router } from 'express'
import type { Log } from '../log/logger.ts'

/** Answers `/healthz` while the process answers, and `/readyz` while the database can be read and written too. */
export function health(ping: () => Promise<void>, log: Log): Router {
  const router = Router()
  router.use(['/healthz', '/readyz'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' })
  })
  router.get('/readyz', async (_req, res) => {
    try {
      await ping()
      res.json({ status: 'ready' })
    } catch (error) {
      log.error({ err: error }, 'the database can’t be read or written')
      res.status(503).json({ status: 'unavailable' })
    }
  })
  return router
}
