import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { newRecoveryCodes, slotOf } from './recovery-codes.ts'

it('makes ten codes of ten letters, each with another first letter', () => {
  const codes = newRecoveryCodes(randomBytes)
  expect(codes).toHaveLength(10)
  for (const code of codes) expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{10}$/)
  expect(new Set(codes.map(slotOf)).size).toBe(10)
})

it('uses every letter about equally often', () => {
  const text = Array.from({ length: 200 }, () => newRecoveryCodes(randomBytes).join('')).join('')
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect(counts.size).toBe(20)
  // A thousand each; 150 are nearly five standard deviations.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
