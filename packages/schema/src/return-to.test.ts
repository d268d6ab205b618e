import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localPath } from './return-to.ts'

describe('where to go after signing in', () => {
  it.each([
    '/',
    '/password',
    '/sign-in?x=1',
    '/a/b?returnTo=%2Fc#d',
    '/?x=//e',
    '/a%20b',
    '/ünï',
    '/a/../b',
    '/.e',
    '/@e',
    '/a:b',
  ])('may be %s', (path) => {
    const local = localPath(path)
    expect(local).not.toBeNull()
    expect(new URL(local ?? '', 'https://app.example').origin).toBe('https://app.example')
  })

  it.each([
    '',
    'e',
    'e.example',
    '.e',
    '@e.example',
    '?x=1',
    '#x',
    '//e.example',
    '///e.example',
    '////e.example',
    '/\\e.example',
    '\\/e.example',
    '\\\\e.example',
    '/\\/e.example',
    '\\/\\/e.example',
    'https:e.example',
    'https:/e.example',
    'https://e.example',
    'HTTPS://e.example',
    'http:e.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://e.example/x',
    '/%2fe.example',
    '/./%2fe.example',
    '/%2e/%2fe.example',
    '/a/../%2fe.example',
    '/%2Fe.example',
    '/%5ce.example',
    '/%5Ce.example',
    '/%09/e.example',
    '/%0d%0aSet-Cookie:x',
    '/%00',
    '/\t/e.example',
    '\t//e.example',
    '/\n/e.example',
    '/\r/e.example',
    '/a\0b',
    ' /a',
    '/ /e.example',
    '/\u2028/e.example',
    '/..//e.example',
    '/.//e.example',
    '/a/..//e.example',
    '/\uD800',
    `/${'a'.repeat(3000)}`,
    null,
    undefined,
    7,
    ['/a'],
    { toString: () => '/a' },
  ])('may not be %j', (value) => {
    expect(localPath(value)).toBeNull()
  })

  it('never leaves the origin, whatever is made of the parts of an address', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '%2f',
      '%5c',
      '%09',
      '?',
      '#',
      'e',
      'e.example',
      'https:',
      '\t',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const local = localPath(parts.join(''))
        if (local === null) return
        expect(new URL(local, 'https://app.example').origin).toBe('https://app.example')
        expect(localPath(local)).toBe(local)
      }),
      { numRuns: 2000 },
    )
  })
})
