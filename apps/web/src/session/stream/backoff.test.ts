import { describe, expect, it } from 'vitest'
import { backoff } from './backoff.ts'

describe('backoff', () => {
  it('doubles with each failure, up to a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => backoff(failures, () => 1))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })

  it('is random by half', () => {
    expect(backoff(3, () => 0)).toBe(2_000)
    expect(backoff(3, () => 0.5)).toBe(3_000)
  })
})
