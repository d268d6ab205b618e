import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashSessionToken, newSessionToken, parseSessionToken } from './session-token.ts'

describe('session token', () => {
  it('is 32 random bytes in base64url, and unlike any other', () => {
    const tokens = Array.from({ length: 10_000 }, () => newSessionToken(randomBytes))
    expect(new Set(tokens).size).toBe(tokens.length)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('is stored as its SHA-256', () => {
    const zeros = newSessionToken((size) => new Uint8Array(size))
    expect(zeros).toBe('A'.repeat(43))
    expect(hashSessionToken(zeros)).toBe('DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo')
  })

  it.each([
    '',
    'short',
    'A'.repeat(42),
    'A'.repeat(44),
    `${'A'.repeat(42)}=`,
    `${'A'.repeat(42)}/`,
    `${'A'.repeat(43)}\n`,
  ])('is not %j', (value) => {
    expect(parseSessionToken(value)).toBeNull()
  })
})
