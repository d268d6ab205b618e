import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { beginBrowserSignIn } from './begin-browser-sign-in.ts'

const options = { url: 'https://id.example.com', clientId: 'phone', redirectUri: 'com.example.phone:/callback' }

it('asks for a code that only the verifier redeems, which stays here', async () => {
  const { url, state, verifier, redirectUri } = await beginBrowserSignIn(options)
  const there = new URL(url)
  expect(there.origin + there.pathname).toBe('https://id.example.com/oauth/authorize')
  expect(Object.fromEntries(there.searchParams)).toEqual({
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

it('has a state and a verifier of its own each time', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => beginBrowserSignIn(options)))
  expect(new Set(all.flatMap(({ state, verifier }) => [state, verifier])).size).toBe(40)
})
