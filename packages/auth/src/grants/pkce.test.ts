import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { isCodeChallenge, isVerifierOf } from './pkce.ts'

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

it('knows the example of RFC 7636', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  expect(isVerifierOf('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', verifier)).toBe(true)
})

it.each([
  [42, false],
  [43, true],
  [128, true],
  [129, false],
])('takes a verifier of %i characters: %s', (length, isTaken) => {
  const verifier = 'a'.repeat(length)
  expect(isVerifierOf(challengeOf(verifier), verifier)).toBe(isTaken)
})

it.each(['ä', ' ', '+', '/', '=', '\0'].map((last) => 'a'.repeat(42) + last))(
  'does not take %j, whatever it hashes to',
  (verifier) => {
    expect(isVerifierOf(challengeOf(verifier), verifier)).toBe(false)
  },
)

it('takes no challenge that is not the length of one', () => {
  const verifier = 'a'.repeat(43)
  for (const challenge of ['', verifier, `${challengeOf(verifier)}=`, challengeOf(verifier).slice(1)]) {
    expect(isVerifierOf(challenge, verifier)).toBe(false)
  }
  expect(isCodeChallenge(challengeOf(verifier))).toBe(true)
  expect(isCodeChallenge(`${challengeOf(verifier)}=`)).toBe(false)
})
