import { describe, expect, it } from 'vitest'
import { initials } from './initials.ts'

describe('initials', () => {
  it('takes the first letters of the first and the last word', () => {
    expect(initials('Ada Lovelace')).toBe('AL')
    expect(initials('  maria del mar  ')).toBe('MM')
    expect(initials('Solo')).toBe('S')
  })

  it('takes whole grapheme clusters', () => {
    expect(initials('👩‍🚀 Z')).toBe('👩‍🚀Z')
    expect(initials('e\u0301milie')).toBe('E\u0301')
    expect(initials('مريم العذراء')).toBe('ما')
  })

  it('is empty for an empty name', () => {
    expect(initials('')).toBe('')
  })
})
