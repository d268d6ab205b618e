import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'

const serverMain = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url))
const providerMain = fileURLToPath(new URL('../../idp/src/main.ts', import.meta.url))

/** A built server of its own for each worker, over a file of its own, and with a local provider of its own. */
export interface Server {
  readonly url: string
  /** Where the local provider is. */
  readonly providerUrl: string
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
      const provider = spawn(process.execPath, [providerMain], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PORT: '0' },
      })
      const providerUrl = await says(provider, /"url":"([^"]+)"/)
      const child = spawn(process.execPath, [serverMain], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PORT: String(port),
          DATABASE_URL: `file:${file}`,
          ATTEMPTS_PER_NETWORK: '100000',
          PASSWORD_HASH_MEMORY_KIB: '1024',
          GOOGLE_ISSUER: `${providerUrl}/google`,
          GITHUB_BASE_URL: `${providerUrl}/github`,
          OIDC_EXAMPLE_ISSUER: `${providerUrl}/oidc`,
          OIDC_EXAMPLE_NAME: 'Example ID',
          ...clientOf('GOOGLE'),
          ...clientOf('GITHUB'),
          ...clientOf('OIDC_EXAMPLE'),
        },
      })
      await says(child, /"msg":"(listening)"/)
      await use({
        url: `http://localhost:${port}`,
        providerUrl,
        sql: (statement) => {
          const database = new DatabaseSync(file)
          database.exec(`PRAGMA busy_timeout = 3000; ${statement}`)
          database.close()
        },
      })
      const closed = [child, provider].map((started) => new Promise((resolve) => started.on('close', resolve)))
      for (const started of [child, provider]) started.kill('SIGTERM')
      await Promise.all(closed)
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
})

export { expect } from '@playwright/test'

function clientOf(name: string): Readonly<Record<string, string>> {
  return { [`${name}_CLIENT_ID`]: 'latchkey-local', [`${name}_CLIENT_SECRET`]: 'not-a-secret' }
}

/** Waits until a process says something, and returns the part of it that was asked for. */
function says(child: ChildProcess, what: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = what.exec(chunk.toString())?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', (code) => reject(new Error(`a process ended with ${code} before it was ready`)))
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
