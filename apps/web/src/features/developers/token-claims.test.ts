import { expect, it } from 'vitest'
import { en } from '../../messages/en.ts'
import { tokenClaims } from './token-claims.ts'

it('explains each claim of an access token with an example of this server', () => {
  const claims = tokenClaims({
    url: 'https://latchkey.example',
    userId: 'u1',
    clientId: 'latchkey-cli',
    role: 'user',
    issuedAt: 1_800_000_000,
  })
  expect(claims.map(({ name }) => name)).toEqual(['iss', 'aud', 'sub', 'client_id', 'sid', 'role', 'iat', 'exp', 'jti'])
  expect(claims.find(({ name }) => name === 'iss')?.value).toBe('"https://latchkey.example"')
  expect(claims.find(({ name }) => name === 'exp')?.value).toBe('1800000600')
  expect(claims.every(({ text }) => en.developers[text].endsWith('.'))).toBe(true)
})
