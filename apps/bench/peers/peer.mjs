import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const sessionsPerUser = 10
export const password = 'correct horse battery'

/** The cost of argon2id with which every server hashes passwords: the default of Latchkey. */
export const hashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How many of its sessions a server is asked for. */
const sampled = 1000

/**
 * Runs a server that Latchkey is measured beside, in the way that the bench asks for: `fill` writes its data and prints
 * nothing, `serve` listens and prints its port.
 *
 * @param peer `fill(folder, sessions)` returns `{ path, headersOf(session), signIn }`; `serve(folder)` a request listener
 */
export async function runPeer({ fill, serve }) {
  const [command, folder, sessions] = process.argv.slice(2)
  if (command === 'fill') {
    mkdirSync(folder, { recursive: true })
    const count = Number(sessions)
    const { path, headersOf = () => ({}), signIn = null } = await fill(folder, count)
    const step = Math.max(1, Math.floor(count / sampled))
    const samples = Array.from({ length: Math.min(count, sampled) }, (_, index) => headersOf(index * step))
    writeFileSync(join(folder, 'requests.json'), JSON.stringify({ path, headers: samples, signIn }))
    // A store may hold a timer.
    process.exit()
  }
  const server = createServer(await serve(folder))
  server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
}

export function emailOf(user) {
  return `user${user}@example.com`
}

export function idOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** A session lives for longer than any measurement. */
export function inAMonth() {
  return new Date(Date.now() + 30 * 24 * 3_600_000)
}
