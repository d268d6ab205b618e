import { describe, expect, it } from 'vitest'
import { productionEnv } from '../support/production-env.ts'
import { ada, startTestServer, type TestServer } from '../support/test-server.ts'

const production = { ...productionEnv, TRUST_PROXY: '127.0.0.1' }
const wrong = { email: ada.email, password: 'not the password' }
const signIn = async (server: TestServer, forwardedFor: string): Promise<number> =>
  (await server.visitor({ 'X-Forwarded-For': forwardedFor }).mutate('auth.signIn', wrong)).status

/** The texts of the warnings in the log. */
function warnings({ log }: TestServer): readonly string[] {
  return log.map((line) => JSON.parse(line)).flatMap(({ level, warning }) => (level === 40 ? [warning] : []))
}

describe('behind a proxy that appends the address of its client', () => {
  it('a client is limited by that address, with another one of its own in each request', async () => {
    const server = await startTestServer({ env: { ...production, ATTEMPTS_PER_ACCOUNT: '3' } })
    const statuses: number[] = []
    for (let tries = 0; tries < 5; tries += 1) {
      statuses.push(await signIn(server, `198.51.100.${tries}, 203.0.113.9`))
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect(await signIn(server, '198.51.100.0, 203.0.113.10')).toBe(401)
    expect(warnings(server)).toEqual([])
  })
})

describe('behind a proxy that passes on the header of its client', () => {
  it.each([
    ['in production', production],
    ['on a laptop', { TRUST_PROXY: '1' }],
  ])('a request without the header is logged once with what to set, %s', async (_, env) => {
    const server = await startTestServer({ env })
    const visitor = server.visitor()
    for (const path of ['/healthz', '/', '/trpc/auth.me']) expect((await visitor.request(path)).status).toBe(200)
    expect(warnings(server)).toEqual([expect.stringContaining('proxy_set_header X-Forwarded-For $remote_addr')])
  })
})

describe('a configuration of proxies that does not fit', () => {
  it.each([
    ['names another proxy', { TRUST_PROXY: '10.0.0.7' }, 'an address that TRUST_PROXY does not name'],
    ['names none', {}, 'TRUST_PROXY names no proxy'],
  ])('because it %s is logged once', async (_, env, words) => {
    const server = await startTestServer({ env })
    const visitor = server.visitor({ 'X-Forwarded-For': '203.0.113.9' })
    await visitor.request('/healthz')
    expect(warnings(server)).toEqual([])
    await visitor.query('auth.me')
    await visitor.query('auth.me')
    expect(warnings(server)).toEqual([expect.stringContaining(words)])
    expect(server.log.find((line) => line.includes(words))).toContain('"peer":"127.0.0.1"')
  })
})
