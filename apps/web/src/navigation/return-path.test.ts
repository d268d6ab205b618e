import { describe, expect, it } from 'vitest'
import { isSignedOutPath, parseReturnToSearch, returnPath } from './return-path.ts'

describe('returnPath', () => {
  it('keeps a page of this app, with its search and hash', () => {
    expect(returnPath('/password?a=1#b')).toBe('/password?a=1#b')
  })

  it('goes to the start for another origin in any spelling', () => {
    for (const value of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/%2fevil',
    ]) {
      expect(returnPath(value)).toBe('/')
    }
  })

  it('goes to the start when there is nothing to go back to', () => {
    for (const value of [undefined, null, '', 7, ['/password']]) expect(returnPath(value)).toBe('/')
  })

  it('goes to the start for pages that would redirect in a circle', () => {
    for (const value of [
      '/sign-in',
      '/sign-in/',
      '/sign-up?returnTo=%2F',
      '/sign-in#x',
      '/ended',
      '/second-step?returnTo=%2F',
      '/two-step-verification',
      '/check-mail',
      '/forgot-password',
      '/oauth/callback/google?code=c',
    ])
      expect(returnPath(value)).toBe('/')
  })
})

describe('isSignedOutPath', () => {
  it('compares whole path segments', () => {
    expect(isSignedOutPath('/sign-in?returnTo=%2Fpassword')).toBe(true)
    expect(isSignedOutPath('/sign-in-methods')).toBe(false)
    expect(isSignedOutPath('/')).toBe(false)
  })
})

describe('parseReturnToSearch', () => {
  it('keeps a safe path, and drops the rest', () => {
    expect(parseReturnToSearch({ returnTo: '/password', next: '/x' })).toEqual({ returnTo: '/password' })
    expect(parseReturnToSearch({ returnTo: '//evil.example' })).toEqual({})
  })

  it('leaves out the start, which is the default', () => {
    expect(parseReturnToSearch({ returnTo: '/' })).toEqual({})
  })
})
