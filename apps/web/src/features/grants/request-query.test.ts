import { describe, expect, it } from 'vitest'
import { requestQuery } from './request-query.ts'

describe('requestQuery', () => {
  it.each([
    'state=1e3&state=%7B%22a%22%3A1%7D&scope=a+b%20c',
    'redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback&state=?=&&x',
    "state=a%FFb&state=~!*()'",
  ])('is the text behind the question mark, unchanged: %s', (query) => {
    expect(requestQuery(new URL(`https://latchkey.example/oauth/authorize?${query}`))).toBe(
      new URL(`https://latchkey.example/?${query}`).href.split('?').slice(1).join('?'),
    )
  })

  it('is empty where there is none', () => {
    expect(requestQuery(new URL('https://latchkey.example/oauth/authorize'))).toBe('')
  })
})
