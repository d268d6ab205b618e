import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { beginBrowserSignIn } from './begin-browser-sign-in.ts'

const options = { url: 'https://id.example.com', clientId: 'phone', redirectUri: 'com.example.phone:/callback' }

it('puts the code challenge into the authorization request, and keeps the code verifier out of it', async () => {
  const { url, state, verifier, redirectUri } = await beginBrowserSignIn(options)
  const request = new URL(url)
  expect(request.origin + request.pathname).toBe('https://id.example.com/oauth/authorize')
  expect(Object.fromEntries(request.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'phone',
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  expect(verifier).toMatch(/^[\w-]{43}$/)
  expect(url).not.toContain(verifier)
})

it('generates a new state and a new code verifier for each request', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => beginBrowserSignIn(options)))
  expect(new Set(all.flatMap(({ state, verifier }) => [state, verifier])).size).toBe(40)
})
