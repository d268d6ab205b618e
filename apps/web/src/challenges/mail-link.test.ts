import { expect, it } from 'vitest'
import { linkToken, takeLinkToken } from './mail-link.ts'

const token = 'abcDEF-_0'.repeat(5).slice(0, 43)

/** Returns the address that the history has afterwards, or `null` where it is not changed. */
function take(pathname: string, hash: string): string | null {
  let address: string | null = null
  takeLinkToken(
    { pathname, hash },
    {
      replaceState: (_state, _title, path) => {
        address = String(path)
      },
    },
  )
  return address
}

it.each(['/confirm', '/undo-email-change', '/confirm/'])('takes the token out of the address of %s', (pathname) => {
  expect(take(pathname, `#${token}`)).toBe(pathname)
  expect(linkToken()).toBe(token)
})

it('keeps no token of a link that is not whole, and nothing of it in the address', () => {
  for (const hash of [`#${token.slice(1)}`, `#${token}x`, '#', `#${token.slice(1)}=`]) {
    take('/confirm', `#${token}`)
    expect(take('/confirm', hash)).toBe('/confirm')
    expect(linkToken()).toBeNull()
  }
})

it('leaves the address of every other page, and the token that is there', () => {
  take('/confirm', `#${token}`)
  expect(take('/', `#${token.slice(1)}x`)).toBeNull()
  expect(take('/confirmed', '#x')).toBeNull()
  expect(take('/confirm', '')).toBeNull()
  expect(linkToken()).toBe(token)
})
