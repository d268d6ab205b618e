import { describe, expect, it } from 'vitest'
import { clockOf, spokenWait } from './wait-messages.ts'

describe('clockOf', () => {
  it('shows minutes and seconds, with hours when there are any', () => {
    expect(clockOf(151)).toBe('2:31')
    expect(clockOf(9)).toBe('0:09')
    expect(clockOf(3751)).toBe('1:02:31')
  })

  it('rounds up, so that it is never over before it is', () => {
    expect(clockOf(0.2)).toBe('0:01')
    expect(clockOf(-3)).toBe('0:00')
  })
})

describe('spokenWait', () => {
  it('says it in the largest unit that fits', () => {
    expect(spokenWait(1)).toBe('1 second')
    expect(spokenWait(59)).toBe('59 seconds')
    expect(spokenWait(151)).toBe('3 minutes')
    expect(spokenWait(3700)).toBe('2 hours')
  })
})
