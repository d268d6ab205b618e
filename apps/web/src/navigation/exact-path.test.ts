import { describe, expect, it } from 'vitest'
import { exactPath } from './exact-path.ts'
import { returnPath } from './return-path.ts'

const request =
  '/oauth/authorize?response_type=code&client_id=cli&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback'

describe('exactPath', () => {
  it.each([
    '&state=1e3&state=true',
    '&state=%7B%22a%22%3A%5B1%5D%7D',
    '&state=a+b%20c%2Bd&empty=&bare',
    "&state=~!*()'.-_",
    '&state=%C3%A4%F0%9F%94%91&state=%ff%zz',
    '&state=%5C%2F%2Fevil.example#fragment',
    '&z=1&a=2&z=3',
  ])('keeps a request unchanged through signing in: %s', (rest) => {
    const url = new URL(request + rest, 'https://latchkey.example')
    expect(exactPath(url)).toBe(url.pathname + url.search + url.hash)
    expect(returnPath(exactPath(url))).toBe(exactPath(url))
  })

  it('encodes a bare backslash, so that the return path lets it through', () => {
    const url = new URL(`${request}&state=a\\b`, 'https://latchkey.example')
    expect(exactPath(url)).toBe(`${request}&state=a%5Cb`)
    expect(returnPath(exactPath(url))).toBe(exactPath(url))
  })

  it('is kept as a return path up to 2048 characters', () => {
    const longest = `${request}&state=`.padEnd(2048, '(')
    expect(returnPath(longest)).toBe(longest)
    expect(returnPath(`${longest}(`)).toBe('/')
  })
})
