import { revocationBound } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { boundWords, endedWords, sessionCount } from './session-words.ts'

describe('the words for sessions', () => {
  it('count them', () => {
    expect(sessionCount(1)).toBe('1 session')
    expect(sessionCount(3)).toBe('3 sessions')
    expect(endedWords(3)).toBe('3 sessions ended.')
    expect(endedWords(0)).toBe('No other session was open.')
  })

  it('promise what is measured', () => {
    expect(Number.parseFloat(boundWords()) * 1_000).toBe(revocationBound)
  })
})
