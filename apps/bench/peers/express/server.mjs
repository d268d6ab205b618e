import express from 'express'
import { runPeer } from '../peer.mjs'

await runPeer({
  fill: () => ({ path: '/me' }),
  serve: () => {
    const app = express()
    app.get('/me', (_req, res) => res.json({ user: { id: '1', email: 'ada@example.com', name: 'Ada' } }))
    return app
  },
})
