import { describe, expect, it } from 'vitest'
import { postForm } from '../support/grants.ts'
import { ada, type Answer, startTestServer, type TestServer, type Visitor } from '../support/test-server.ts'

const defaults = { ATTEMPTS_PER_ACCOUNT: '10', ATTEMPTS_PER_NETWORK: '200' }
const wrong = { email: ada.email, password: 'not this one' }
const right = { email: ada.email, password: ada.password }
const reasonOf = ({ body }: Pick<Answer, 'body'>) => body.error?.data.reason

/** A visitor behind a trusted proxy, from an address of its own. */
const from = (server: TestServer, address: string): Visitor => server.visitor({ 'X-Forwarded-For': address })

async function inOrder<T>(count: number, call: (index: number) => Promise<T>): Promise<readonly T[]> {
  const answers: T[] = []
  // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
  for (let index = 0; index < count; index += 1) answers.push(await call(index))
  return answers
}

describe('wrong passwords', () => {
  it('can’t be batched: none of 50 sign-ins in one request is tried', async () => {
    const server = await startTestServer({ env: { ATTEMPTS_PER_ACCOUNT: '1' } })
    await server.visitor().mutate('auth.signUp', ada)
    const batch = async (size: number) => {
      const path = `${Array.from({ length: size }, () => 'auth.signIn').join(',')}?batch=1`
      return server
        .visitor()
        .mutate(path, Object.fromEntries(Array.from({ length: size }, (_, index) => [index, wrong])))
    }
    expect((await batch(50)).status).toBe(400)
    const allowed = await batch(10)
    expect(allowed.body.map((body: unknown) => reasonOf({ body }))).toEqual(
      Array.from({ length: 10 }, () => 'NOT_BATCHABLE'),
    )
    expect(await server.count('rate_limits')).toBe(0)
    expect(await server.count(`events WHERE type = 'sign_in_failed'`)).toBe(0)
  })

  it('are counted after a restart as before it, and stored without the address that was typed', async () => {
    const one = await startTestServer({ env: defaults })
    const answers = await inOrder(10, () => one.visitor().mutate('auth.signIn', wrong))
    expect(answers.map(reasonOf)).toEqual(Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS'))
    expect((await one.databaseBytes()).includes(ada.email)).toBe(false)
    const other = await startTestServer({ env: { ...defaults, ...one.databaseEnv } })
    const refused = await other.visitor().mutate('auth.signIn', wrong)
    expect([refused.status, reasonOf(refused)]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(880)
  })

  it('from many networks limit the account, and not the sessions that it has', async () => {
    const server = await startTestServer({ env: { ...defaults, TRUST_PROXY: '1' } })
    const owner = from(server, '198.51.100.1')
    await owner.mutate('auth.signUp', ada)
    const answers = await inOrder(101, (index) => from(server, `10.0.${index}.1`).mutate('auth.signIn', wrong))
    expect(answers.map(reasonOf).slice(98)).toEqual(['INVALID_CREDENTIALS', 'RATE_LIMITED', 'RATE_LIMITED'])
    const elsewhere = await from(server, '203.0.113.1').mutate('auth.signIn', right)
    expect([reasonOf(elsewhere), Number(elsewhere.headers.get('Retry-After')) > 3500]).toEqual(['RATE_LIMITED', true])
    expect((await owner.mutate('auth.stepUp', { password: ada.password })).status).toBe(200)
    // One entry for all that the limit refused.
    expect(await server.count(`events WHERE CAST(details AS text) LIKE '%rate_limited%'`)).toBe(1)
  })

  it('of one address do not use up the limit of its block beyond its own', async () => {
    const server = await startTestServer({ env: { ATTEMPTS_PER_NETWORK: '2', TRUST_PROXY: '1' } })
    const signIn = (address: string) => async (index: number) =>
      reasonOf(await from(server, address).mutate('auth.signIn', { ...wrong, email: `user-${index}@example.com` }))
    expect((await inOrder(20, signIn('203.0.113.1'))).slice(1, 3)).toEqual(['INVALID_CREDENTIALS', 'RATE_LIMITED'])
    expect((await inOrder(3, signIn('203.0.113.2'))).slice(1)).toEqual(['INVALID_CREDENTIALS', 'RATE_LIMITED'])
  })
})

describe('unknown tokens', () => {
  it('are limited by network at the OAuth endpoints, with the seconds to wait', async () => {
    const server = await startTestServer({ env: defaults })
    const visitor = server.visitor()
    const refresh = (token: string) =>
      postForm(visitor, '/oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: token,
        client_id: 'latchkey-cli',
      })
    const known = await inOrder(300, (index) => refresh(`${index}`.padStart(43, 'a')))
    expect(new Set(known.map(({ status, body }) => `${status} ${body.error}`))).toEqual(new Set(['400 invalid_grant']))
    for (const answer of [
      await refresh('b'.repeat(43)),
      await postForm(visitor, '/oauth/revoke', { token: 'unknown' }),
    ]) {
      expect([answer.status, answer.body.error]).toEqual([429, 'temporarily_unavailable'])
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(880)
    }
    expect(reasonOf(await visitor.mutate('tokens.revoke', { token: 'unknown' }))).toBe('RATE_LIMITED')
  })
})
