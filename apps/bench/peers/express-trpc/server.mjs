import { initTRPC } from '@trpc/server'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import express from 'express'
import { runPeer } from '../peer.mjs'

await runPeer({
  fill: () => ({ path: '/trpc/me' }),
  serve: () => {
    const t = initTRPC.create()
    const router = t.router({
      me: t.procedure.query(() => ({ user: { id: '1', email: 'ada@example.com', name: 'Ada' } })),
    })
    const app = express()
    app.use('/trpc', createExpressMiddleware({ router }))
    return app
  },
})
