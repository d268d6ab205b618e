import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { totpCode } from '../testing/totp-code.ts'
import { matchingStep, newTotpSecret, totpUri } from './totp.ts'

const now = new Date('2026-12-01T10:00:10Z')
const step = Math.floor(now.getTime() / 30_000)
const secret = newTotpSecret(randomBytes)
const at = (steps: number) => matchingStep(secret, totpCode(secret, now, steps), { lastStep: 0, now })

// RFC 6238, appendix B, with the last six of its eight digits.
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('matches the test vector of RFC 6238 at %d seconds', (seconds, code) => {
  const vector = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const moment = new Date(seconds * 1000)
  expect(matchingStep(vector, code, { lastStep: 0, now: moment })).toBe(Math.floor(seconds / 30))
})

it('matches the step before and the step after, and none further away', () => {
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step - 1, step, step + 1, null])
})

it('does not match a step that was used, nor an earlier one', () => {
  const codes = [-1, 0, 1].map((steps) => totpCode(secret, now, steps))
  expect(codes.map((code) => matchingStep(secret, code, { lastStep: step, now }))).toEqual([null, null, step + 1])
})

it('matches the code of another secret only by chance', () => {
  const other = newTotpSecret(randomBytes)
  expect(other).not.toBe(secret)
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

it('describes the secret to authenticator apps', () => {
  const uri = new URL(totpUri({ issuer: 'id.example.com', account: 'ada@example.com', secret }))
  expect(uri.protocol + uri.host).toBe('otpauth:totp')
  expect(decodeURIComponent(uri.pathname)).toBe('/id.example.com:ada@example.com')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'id.example.com',
    secret,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
