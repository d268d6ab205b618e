import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { isCodeChallenge, isVerifierOf } from './pkce.ts'

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

it('accepts the example of RFC 7636, appendix B', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  expect(isVerifierOf('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', verifier)).toBe(true)
})

it.each([
  [42, false],
  [43, true],
  [128, true],
  [129, false],
])('accepts a code verifier of %i characters: %s', (length, isTaken) => {
  const verifier = 'a'.repeat(length)
  expect(isVerifierOf(challengeOf(verifier), verifier)).toBe(isTaken)
})

it.each(['ä', ' ', '+', '/', '=', '\0'].map((last) => 'a'.repeat(42) + last))(
  'refuses the code verifier %j, although its challenge matches',
  (verifier) => {
    expect(isVerifierOf(challengeOf(verifier), verifier)).toBe(false)
  },
)

it('refuses a code challenge of another length', () => {
  const verifier = 'a'.repeat(43)
  for (const challenge of ['', verifier, `${challengeOf(verifier)}=`, challengeOf(verifier).slice(1)]) {
    expect(isVerifierOf(challenge, verifier)).toBe(false)
  }
  expect(isCodeChallenge(challengeOf(verifier))).toBe(true)
  expect(isCodeChallenge(`${challengeOf(verifier)}=`)).toBe(false)
})
