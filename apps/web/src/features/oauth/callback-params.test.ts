import { describe, expect, it } from 'vitest'
import { readCallbackParams } from './callback-params.ts'

describe('readCallbackParams', () => {
  it('takes every parameter as text, whatever it looks like', () => {
    expect(readCallbackParams('?code=4%2F0a&state=007&iss=true&scope=%7B%22a%22%3A1%7D&empty=')).toEqual({
      code: '4/0a',
      state: '007',
      iss: 'true',
      scope: '{"a":1}',
      empty: '',
    })
  })

  it('decodes once', () => {
    expect(readCallbackParams('?state=a%252Fb&scope=openid+email')).toEqual({ state: 'a%2Fb', scope: 'openid email' })
  })

  it('lists the values of a repeated parameter in their order', () => {
    expect(readCallbackParams('?code=b&state=s&code=a&code=b')).toEqual({ code: ['b', 'a', 'b'], state: 's' })
  })

  it('keeps parameters of any name as own entries', () => {
    const params = readCallbackParams('?__proto__=x&constructor=y')
    expect(Object.entries(params)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(readCallbackParams('')).toEqual({})
  })
})
