import { createClient, createResourceTokens, memoryTokenStore, reasonOf, signInByPassword } from '@latchkey/client'
import { describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { ada, startTestServer } from '../support/test-server.ts'

const resource = 'https://api.example.com'
const audienceOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).aud

async function signedIn() {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const server = await startTestServer({ env: { PORT: port, PUBLIC_URL: url, TOKEN_RESOURCES: resource } })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const clock = { ahead: 0 }
  const now = (): Date => new Date(Date.now() + clock.ahead)
  const options = { url, clientId: 'mine', tokenStore: memoryTokenStore(), now }
  await signInByPassword({ ...options, email: ada.email, password: ada.password })
  const countOfRefreshes = (): number => server.log.filter((line) => line.includes('/trpc/tokens.refresh')).length
  return { browser, options, clock, countOfRefreshes }
}

describe('tokens for another service', () => {
  it('are requested once for concurrent calls, and again a minute before they expire', async () => {
    const { options, clock, countOfRefreshes } = await signedIn()
    const token = createResourceTokens({ ...options, resource })
    const before = await options.tokenStore.read()
    const [first, ...more] = await Promise.all([token(), token(), token()])
    expect(audienceOf(first ?? '')).toBe(resource)
    expect(new Set([...more, await token()])).toEqual(new Set([first]))
    expect(countOfRefreshes()).toBe(1)
    clock.ahead = 9 * 60_000
    expect(await token()).not.toBe(first)
    expect(countOfRefreshes()).toBe(2)

    const after = await options.tokenStore.read()
    expect([after?.accessToken, after?.refreshToken === before?.refreshToken]).toEqual([before?.accessToken, false])
  })

  it('leave the tokens of the server in use', async () => {
    const { options } = await signedIn()
    const client = createClient(options)
    const token = createResourceTokens({ ...options, resource })
    const [me, service] = await Promise.all([client.auth.me.query(), token()])
    expect([me?.user.email, audienceOf(service)]).toEqual([ada.email, resource])
    expect((await client.auth.me.query())?.user.email).toBe(ada.email)
  })

  it('are refused for an unknown service, and end with the session', async () => {
    const { browser, options } = await signedIn()
    const refusalOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'none', reasonOf)
    const unknown = createResourceTokens({ ...options, resource: 'https://another.example' })
    expect(await refusalOf(unknown())).toBe('INVALID_TARGET')
    expect(await options.tokenStore.read()).not.toBeNull()

    const token = createResourceTokens({ ...options, resource })
    await browser.mutate('sessions.endOthers')
    expect(await refusalOf(token())).toBe('SESSION_ENDED')
    expect(await options.tokenStore.read()).toBeNull()
    expect(await refusalOf(token())).toBe('NOT_SIGNED_IN')
  })
})
