import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashSecret, newSecret, parseSecret } from './secret.ts'

describe('a secret', () => {
  it('is 32 random bytes in base64url, and unique', () => {
    const secrets = Array.from({ length: 10_000 }, () => newSecret(randomBytes))
    expect(new Set(secrets).size).toBe(secrets.length)
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  })

  it('is stored as its SHA-256', () => {
    const zeros = newSecret((size) => new Uint8Array(size))
    expect(zeros).toBe('A'.repeat(43))
    expect(hashSecret(zeros)).toBe('DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo')
  })

  it.each([
    '',
    'short',
    'A'.repeat(42),
    'A'.repeat(44),
    `${'A'.repeat(42)}=`,
    `${'A'.repeat(42)}/`,
    `${'A'.repeat(43)}\n`,
  ])('is not parsed from %j', (value) => {
    expect(parseSecret(value)).toBeNull()
  })
})
