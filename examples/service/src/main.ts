import { createApp } from './app.ts'
import { checkIssuer } from './check-issuer.ts'

const address = process.env['LATCHKEY_URL'] ?? 'http://localhost:3000'
const resource = process.env['SERVICE_RESOURCE'] ?? 'http://localhost:4000'
const issuer = /^https?:/i.test(address) ? URL.parse(address)?.origin : undefined

const problem =
  issuer === undefined
    ? `${address} is no address: LATCHKEY_URL begins with https:// or http://`
    : await checkIssuer(issuer)

if (issuer === undefined || problem !== null) {
  console.error(problem)
  process.exitCode = 1
} else {
  const server = createApp({ issuer, resource }).listen(Number(process.env['PORT'] ?? 4000), '127.0.0.1', () => {
    const at = server.address()
    console.log(`Listening on http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`)
  })
}
