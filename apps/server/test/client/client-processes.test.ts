import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileTokenStore } from '@latchkey/client/node'
import { expect, it, onTestFinished } from 'vitest'
import { clientId, endReasons, minute, withSignedInClient } from '../support/test-client.ts'
import type { ClientOrder, ClientReport } from '../support/client-process.ts'

const program = fileURLToPath(new URL('../support/client-process.ts', import.meta.url))
const rounds = 60

/** A program over a file of tokens: it answers each order with the outcomes of its calls. */
async function startProgram(url: string, file: string) {
  const child = fork(program, [url, clientId, file], { execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const report = (): Promise<ClientReport> =>
    new Promise((resolve, reject) => {
      child.once('message', (message) => resolve(message as ClientReport))
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
    })
  await report()
  return (order: ClientOrder): Promise<ClientReport> => {
    const answered = report()
    child.send(order)
    return answered
  }
}

it(
  'two programs share a file: in every round both refresh at once, and both stay signed in',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'mine', 'tokens.json')
    const tokenStore = fileTokenStore(file)
    const { proxy, browser, serverClock, clientClock } = await withSignedInClient({ tokenStore })
    const programs = [await startProgram(proxy.url, file), await startProgram(proxy.url, file)]

    const seen = new Set<string | undefined>()
    for (let round = 0; round < rounds; round += 1) {
      clientClock.forward(10 * minute)
      serverClock.forward(10 * minute)
      const now = clientClock.now().getTime()
      const reports = await Promise.all(programs.map((call) => call({ now })))
      const outcomes = reports.flatMap((report) => report.outcomes)
      expect([round, outcomes]).toEqual([round, Array.from({ length: 10 }, () => null)])
      seen.add((await tokenStore.read())?.refreshToken)
    }
    expect(seen.size).toBe(rounds)
    expect(await endReasons(browser)).toEqual([])
    // At least one program refreshed in each round, and both in many: otherwise the test would prove nothing.
    const refreshes = proxy.count('/trpc/tokens.refresh')
    expect(refreshes).toBeGreaterThan(rounds)
    expect(refreshes).toBeLessThanOrEqual(2 * rounds)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'mine'))).toEqual(['tokens.json'])
  },
)
