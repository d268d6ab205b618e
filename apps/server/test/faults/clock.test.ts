import { expect, it } from 'vitest'
import { startFaultServer } from '../support/fault-server.ts'
import { ada, startTestServer } from '../support/test-server.ts'

const minute = 60_000
const day = 24 * 60 * minute
const start = Date.UTC(2100, 0, 15)

/** A server whose clock the test moves. */
async function startClocked() {
  let now = start
  const server = await startTestServer({ now: () => new Date(now), env: { ATTEMPTS_PER_ACCOUNT: '3' } })
  return { server, move: (by: number) => void (now += by) }
}

it('ends every session when the clock jumps forty days ahead, and takes new sign-ins', async () => {
  const { server, move } = await startClocked()
  const laptop = server.visitor()
  await laptop.mutate('auth.signUp', ada)
  move(40 * day)
  expect((await laptop.query('auth.me')).body.result.data).toBeNull()
  const { email, password } = ada
  expect((await laptop.mutate('auth.signIn', { email, password })).status).toBe(200)
  expect((await laptop.query('auth.me')).body.result.data.user.email).toBe(email)
})

it('keeps sessions and gives no negative time when the clock jumps a day back', async () => {
  const { server, move } = await startClocked()
  const laptop = server.visitor()
  await laptop.mutate('auth.signUp', ada)
  move(-day)
  const { session } = (await laptop.query('auth.me')).body.result.data
  expect(Date.parse(session.expiresAt)).toBeGreaterThan(start)
  expect((await laptop.query('sessions.list')).status).toBe(200)
  const { email, password } = ada
  expect((await server.visitor().mutate('auth.signIn', { email, password })).status).toBe(200)
})

it('refuses an access token from the future when the clock jumps back, and takes a new one', async () => {
  const { server, move } = await startClocked()
  await server.visitor().mutate('auth.signUp', ada)
  const issue = async (): Promise<Record<string, string>> => {
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    const { accessToken } = (await server.visitor().mutate('tokens.issue', credentials)).body.result.data
    return { Authorization: `Bearer ${accessToken}` }
  }
  const early = await issue()
  move(-day)
  expect((await server.visitor().query('auth.me', early)).status).toBe(401)
  expect((await server.visitor().query('auth.me', await issue())).status).toBe(200)
})

it('limits attempts in a window that a jump back does not prolong beyond its length', async () => {
  const { server, move } = await startClocked()
  await server.visitor().mutate('auth.signUp', { ...ada, email: 'bob@example.com' })
  const wrong = { email: ada.email, password: 'not this one' }
  const statuses: number[] = []
  for (let tries = 0; tries < 5; tries += 1) statuses.push((await server.visitor().mutate('auth.signIn', wrong)).status)
  expect(statuses).toContain(429)
  move(-day)
  const { headers } = await server.visitor().mutate('auth.signIn', wrong)
  expect(Number(headers.get('Retry-After') ?? 0)).toBeLessThanOrEqual(15 * 60)
})

it.each(['America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia'])('states times in UTC in the zone %s', async (TZ) => {
  const server = await startFaultServer({ env: { TZ } })
  const laptop = server.visitor()
  const before = Date.now()
  await laptop.mutate('auth.signUp', ada)
  const { session } = (await laptop.query('auth.me')).body.result.data
  expect(session.createdAt).toMatch(/Z$/)
  expect(Math.abs(Date.parse(session.createdAt) - before)).toBeLessThan(minute)
  expect(server.log.every((line) => !line.includes('"time"') || /"time":"[^"]+Z"/.test(line))).toBe(true)
})
