import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'

const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url))

/** A built server of its own for each worker, over a file of its own. */
export interface Server {
  readonly url: string
  /** Runs SQL on the server's file, from beside it: for what only time would bring about. */
  readonly sql: (statement: string) => void
}

export const test = base.extend<object, { server: Server }>({
  server: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the fixtures that it needs from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
      const port = await freePort()
      const file = join(folder, 'test.db')
      const child = spawn(process.execPath, [main], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PORT: String(port),
          DATABASE_URL: `file:${file}`,
          ATTEMPTS_PER_NETWORK: '100000',
          PASSWORD_HASH_MEMORY_KIB: '1024',
        },
      })
      await saysListening(child)
      await use({
        url: `http://localhost:${port}`,
        sql: (statement) => {
          const database = new DatabaseSync(file)
          database.exec(`PRAGMA busy_timeout = 3000; ${statement}`)
          database.close()
        },
      })
      const closed = new Promise((resolve) => child.on('close', resolve))
      child.kill('SIGTERM')
      await closed
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
})

export { expect } from '@playwright/test'

function saysListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('"msg":"listening"')) resolve()
    })
    child.on('close', (code) => reject(new Error(`the server ended with ${code} before it listened`)))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
