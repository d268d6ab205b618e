import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isStrongSecret } from '../../src/config/secret-strength.ts'

/** Bytes that are spread evenly, which the bytes that fast-check prefers are not. */
const randomBytes = fc.string({ minLength: 8 }).map((seed) => createHash('sha256').update(seed).digest())

it('takes 16 random bytes as hexadecimal digits, and every longer encoding', () => {
  fc.assert(
    fc.property(randomBytes, (bytes) => {
      expect(isStrongSecret(bytes.subarray(0, 16).toString('hex'))).toBe(true)
      expect(isStrongSecret(bytes.subarray(0, 24).toString('base64'))).toBe(true)
      expect(isStrongSecret(bytes.toString('base64url'))).toBe(true)
      expect(isStrongSecret(bytes.toString('hex').toUpperCase())).toBe(true)
    }),
    { numRuns: 2000 },
  )
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
])('refuses %j', (secret) => {
  expect(isStrongSecret(secret)).toBe(false)
})
