import { createApp } from './app.ts'

const issuer = new URL(process.env['LATCHKEY_URL'] ?? 'http://localhost:3000').origin

const server = createApp(issuer).listen(Number(process.env['PORT'] ?? 4000), '127.0.0.1', () => {
  const address = server.address()
  console.log(`Listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
