import { revocationBound } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { revocationBoundText, endedCountMessage, sessionCount } from './session-messages.ts'

describe('session messages', () => {
  it('count sessions', () => {
    expect(sessionCount(1)).toBe('1 session')
    expect(sessionCount(3)).toBe('3 sessions')
    expect(endedCountMessage(3)).toBe('3 sessions ended.')
    expect(endedCountMessage(0)).toBe('No other session was open.')
  })

  it('state the revocation bound that the benchmark measures', () => {
    expect(Number.parseFloat(revocationBoundText()) * 1_000).toBe(revocationBound)
  })
})
