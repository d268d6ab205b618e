import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isStrongSecret } from '../../src/config/secret-strength.ts'

/** Bytes that are spread evenly, which the bytes that fast-check prefers are not. */
const randomBytes = fc.string({ minLength: 8 }).map((seed) => createHash('sha256').update(seed).digest())

it('takes 16 random bytes and more as hexadecimal digits', () => {
  fc.assert(
    fc.property(randomBytes, (bytes) => {
      expect(isStrongSecret(bytes.subarray(0, 16).toString('hex'))).toBe(true)
      expect(isStrongSecret(bytes.toString('hex').toUpperCase())).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it('takes nearly all random bytes in base64: a few read like words', () => {
  const seeds = Array.from({ length: 5000 }, (_, index) => createHash('sha256').update(`seed ${index}`).digest())
  const taken = (encode: (bytes: Buffer) => string): number =>
    seeds.filter((bytes) => isStrongSecret(encode(bytes))).length
  expect(taken((bytes) => bytes.toString('base64url'))).toBeGreaterThan(4970)
  expect(taken((bytes) => bytes.subarray(0, 24).toString('base64'))).toBeGreaterThan(4850)
})

it('refuses what repeats a shorter text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (part) => {
      expect(isStrongSecret(part.repeat(100))).toBe(false)
    }),
  )
})

it.each([
  'a'.repeat(32),
  'ab'.repeat(40),
  '0123456789abcdef0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz012345',
  'zyxwvutsrqponmlkjihgfedcba987654',
  'changemechangemechangemechangeme',
  'change-this-secret-before-production',
  'CHANGE_ME_TO_A_RANDOM_SECRET_STRING',
  'your-secret-password-goes-here-1234567890',
  'latchkey-example-secret-please-replace-me',
  'openssl rand -base64 32 > secret.txt',
  '11112222333344445555666677778888',
  '2026-11-25 2026-11-25 2026-11-25',
  '😀'.repeat(32),
  'change-this-to-a-long-random-value-please',
  'supersecretkeyyoushouldnotcommit',
  'MySuperSecretKeyForProduction2024!',
  'please-generate-a-real-key-here-thanks',
  'replace-with-output-of-the-command-above',
  'sk_live_replace_with_your_own_value_xx',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  'thequickbrownfoxjumpsoverthelazydog',
  'correct horse battery staple correct horse',
  'Lorem ipsum dolor sit amet consectetur',
  '31415926535897932384626433832795028841',
  'd41d8cd98f00b204e9800998ecf8427e',
  'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855',
])('refuses %j', (secret) => {
  expect(isStrongSecret(secret)).toBe(false)
})
