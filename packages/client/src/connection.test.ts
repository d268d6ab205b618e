import { expect, it } from 'vitest'
import { createClient } from './create-client.ts'
import { memoryTokenStore } from './tokens/memory-token-store.ts'
import { reasonOf } from './reason-of.ts'
import type { StoredTokens } from './tokens/token-store.ts'

const tokens: StoredTokens = {
  server: 'https://id.example.com',
  clientId: 'phone',
  accessToken: 'abc',
  refreshToken: 'def',
  refreshAt: Infinity,
  signIn: 'x',
}

it('sends no cookie beside a token, and follows no redirect', async () => {
  const sent: RequestInit[] = []
  const client = createClient({
    url: 'https://id.example.com',
    clientId: 'phone',
    tokenStore: memoryTokenStore(tokens),
    fetch: async (_, init = {}) => {
      sent.push(init)
      return Response.json({ result: { data: null } })
    },
  })
  await client.auth.me.query()
  expect(sent).toMatchObject([{ credentials: 'omit', redirect: 'error' }])
  expect(new Headers(sent[0]?.headers).get('Authorization')).toBe('Bearer abc')
})

it.each([
  ['the page of a Wi-Fi portal', () => new Response('<h1>Sign in to this Wi-Fi</h1>', { status: 401 })],
  ['the JSON of another server', () => Response.json({ error: 'unauthorized' }, { status: 401 })],
])('neither repeats a call nor removes tokens after a 401 with %s', async (_, createResponse) => {
  const tokenStore = memoryTokenStore(tokens)
  let requests = 0
  const client = createClient({
    url: 'https://id.example.com',
    clientId: 'phone',
    tokenStore,
    fetch: async () => {
      requests += 1
      return createResponse()
    },
  })
  const failed = await client.sessions.list.query().catch((error: unknown) => reasonOf(error))
  expect(failed).toBeNull()
  expect([requests, await tokenStore.read()]).toEqual([1, tokens])
})
