import { runPeer } from '../peer.mjs'

const body = JSON.stringify({ user: { id: '1', email: 'ada@example.com', name: 'Ada' } })

await runPeer({
  fill: () => ({ path: '/me' }),
  serve: () => (_req, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
    res.end(body)
  },
})
