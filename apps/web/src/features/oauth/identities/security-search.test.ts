import { describe, expect, it } from 'vitest'
import { parseSecuritySearch } from './security-search.ts'

describe('parseSecuritySearch', () => {
  it('keeps the id of a provider', () => {
    expect(parseSecuritySearch({ connect: 'google', other: 1 })).toEqual({ connect: 'google' })
  })

  it('drops everything else', () => {
    for (const connect of [undefined, null, 7, '', 'Google', 'a b', '../x', ['google'], 'a'.repeat(33)]) {
      expect(parseSecuritySearch({ connect })).toEqual({})
    }
  })
})
