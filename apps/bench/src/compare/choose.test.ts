import { describe, expect, it } from 'vitest'
import { choose } from './choose.ts'
import { contestants, floor } from './contestants.ts'

const parts = ['list', 'ending', 'bytesPerSession']

function chosen(...words: readonly string[]): readonly string[] {
  const { contestants: compared, parts: measured } = choose(words, contestants, parts)
  return [...compared.map(({ name }) => name), ...measured]
}

describe('what is measured', () => {
  it('is everything for no words', () => {
    expect(choose([], contestants, parts)).toEqual({ contestants, parts })
  })

  it('is a part alone for a word of its name, in either case', () => {
    expect(chosen('LIST')).toEqual(['list'])
    expect(chosen('bytespersession', 'ending')).toEqual(['ending', 'bytesPerSession'])
  })

  it('is a contestant and the floor, without parts, for a word of its name', () => {
    expect(chosen('lucia')).toEqual([floor, 'Lucia, its adapter'])
  })

  it('is both for words of both', () => {
    expect(chosen('lucia', 'list')).toEqual([floor, 'Lucia, its adapter', 'list'])
  })

  it('is nothing for a word that no name has', () => {
    expect(() => chosen('list', 'lists')).toThrow('no name has “lists”')
  })
})
