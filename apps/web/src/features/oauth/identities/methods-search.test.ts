import { describe, expect, it } from 'vitest'
import { parseMethodsSearch } from './methods-search.ts'

describe('parseMethodsSearch', () => {
  it('keeps the id of a provider', () => {
    expect(parseMethodsSearch({ connect: 'google', other: 1 })).toEqual({ connect: 'google' })
  })

  it('drops everything else', () => {
    for (const connect of [undefined, null, 7, '', 'Google', 'a b', '../x', ['google'], 'a'.repeat(33)]) {
      expect(parseMethodsSearch({ connect })).toEqual({})
    }
  })
})
