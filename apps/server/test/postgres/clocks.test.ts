import { spawn } from 'node:child_process'
import { createTestDatabase } from '@latchkey/db/testing'
import { expect, inject, it, onTestFinished } from 'vitest'
import { builtMain } from '../support/built-server.ts'
import { listeningUrl } from '../support/listening-url.ts'
import { ada, Visitor } from '../support/test-server.ts'
import { testSecret } from '../support/test-secret.ts'

const second = 1000
const shiftClock = new URL('../support/shift-clock.mjs', import.meta.url)

/** Starts a server whose machine has a clock that is off; it ends with the test. Returns its address. */
async function startShifted(databaseUrl: string, shift: number): Promise<string> {
  const child = spawn(process.execPath, ['--import', `${shiftClock.href}?by=${shift}`, builtMain], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      DATABASE_URL: databaseUrl,
      APP_SECRETS: testSecret('shared'),
      PORT: '0',
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      ATTEMPTS_PER_ACCOUNT: '4',
    },
  })
  const exit = new Promise((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  return listeningUrl(child)
}

it('servers whose clocks are 90 seconds ahead and behind agree on sessions, tokens, limits and times', async () => {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  const [ahead, behind] = await Promise.all([startShifted(url, 90 * second), startShifted(url, -90 * second)])
  const at = (server: string): Visitor => new Visitor(server, {})

  const before = Date.now()
  const owner = at(ahead)
  expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
  const same = at(behind)
  same.setCookie('latchkey', owner.cookie?.replace('latchkey=', '') ?? '')
  const { session } = (await same.query('auth.me')).body.result.data
  for (const time of [session.createdAt, session.lastSeenAt]) {
    expect(Date.parse(time)).toBeGreaterThan(before - second)
    expect(Date.parse(time)).toBeLessThan(Date.now() + second)
  }

  for (const [issuer, other] of [
    [ahead, behind],
    [behind, ahead],
  ] as const) {
    const issue = { email: ada.email, password: ada.password, clientId: 'script' }
    const { accessToken, refreshToken } = (await at(issuer).mutate('tokens.issue', issue)).body.result.data
    const headers = { Authorization: `Bearer ${accessToken}` }
    expect((await at(other).query('auth.me', headers)).body.result.data?.user.email).toBe(ada.email)
    expect((await at(other).mutate('tokens.refresh', { refreshToken, clientId: 'script' })).status).toBe(200)
  }

  const wrong = { email: ada.email, password: 'not this one' }
  const statuses: number[] = []
  for (const server of [ahead, behind, ahead, behind, ahead, behind]) {
    statuses.push((await at(server).mutate('auth.signIn', wrong)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429])
})
