import { expect, it } from 'vitest'
import { isFiltered, parseAccessSearch } from './access-search.ts'

it('keeps known search parameters and drops all others', () => {
  const search = { q: 'work', only: 'new', method: 'oauth:google', sort: 'signed-in', ended: true } as const
  expect(parseAccessSearch({ ...search, page: 2 })).toEqual(search)
})

it('keeps a number that is searched for, as a text', () => {
  expect(parseAccessSearch({ q: 10 })).toEqual({ q: '10' })
})

it('drops values that it does not know', () => {
  for (const value of ['none', '', null, ['new'], {}, undefined]) {
    expect(parseAccessSearch({ only: value, sort: value, ended: value })).toEqual({})
  }
  for (const value of ['', null, ['work'], {}, true]) expect(parseAccessSearch({ q: value, method: value })).toEqual({})
})

it('is filtered by a text, a mark or a method, not by an order or what is unfolded', () => {
  expect(isFiltered({ sort: 'active', ended: true })).toBe(false)
  expect(isFiltered({ q: '  ' })).toBe(false)
  expect(isFiltered({ q: 'mac' })).toBe(true)
  expect(isFiltered({ only: 'open' })).toBe(true)
  expect(isFiltered({ method: 'password' })).toBe(true)
})
