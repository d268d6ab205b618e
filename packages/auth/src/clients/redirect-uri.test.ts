import { describe, expect, it } from 'vitest'
import { redirectWith, isSameRedirect, redirectKind } from './redirect-uri.ts'

describe('a redirect URI', () => {
  it.each([
    ['http://127.0.0.1/callback', 'loopback'],
    ['http://127.0.0.1:50123/callback?from=cli', 'loopback'],
    ['http://[::1]:8080/', 'loopback'],
    ['com.example.app:/signed-in', 'app'],
    ['com.example.app:/', 'app'],
    ['https://app.example.com/back?x=1', 'page'],
    ['https://app.example.com:8443/back', 'page'],
  ])('%s has the kind %s', (uri, kind) => {
    expect(redirectKind(uri)).toBe(kind)
  })

  it.each([
    'http://localhost/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1@evil.example/callback',
    'http://127.0.0.1:80@evil.example/callback',
    'http://127.0.0.1\\@evil.example/callback',
    'http://127.0.0.1',
    'http://127.0.0.1:999999/callback',
    'http://127.1/callback',
    'http://2130706433/callback',
    'http://192.168.0.1/callback',
    'HTTP://127.0.0.1/callback',
    'http://127.0.0.1/callback#x',
    'http://127.0.0.1/a b',
    'http://127.0.0.1/a\nb',
    'https://user@app.example.com/back',
    'https://app.example.com',
    'https://app.example.com/back#x',
    'https:///back',
    'javascript:alert(1)',
    'javascript:/alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'app:/signed-in',
    'com.example.app://host/signed-in#x',
    'com.example.app:signed-in',
    '/callback',
    '',
  ])('%j may not be registered', (uri) => {
    expect(redirectKind(uri)).toBeNull()
  })

  it.each([
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1/callback'],
    ['http://[::1]/callback', 'http://[::1]:65535/callback'],
    ['com.example.app:/a', 'com.example.app:/a'],
    ['https://app.example.com/back', 'https://app.example.com/back'],
  ])('that is registered as %s may be %s', (registered, uri) => {
    expect(isSameRedirect(registered, uri)).toBe(true)
  })

  it.each([
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback/'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback/../callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback?x'],
    ['http://127.0.0.1/callback', 'http://[::1]:1/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/CALLBACK'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1:2/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:/callback'],
    ['com.example.app:/a', 'com.example.app:/b'],
    ['com.example.app:/a', 'com.example.app2:/a'],
    ['https://app.example.com/back', 'https://app.example.com:443/back'],
    ['https://app.example.com/back', 'https://app.example.com/back/'],
    ['https://app.example.com/back', 'https://app.example.com/back?x=1'],
  ])('that is registered as %s may not be %s', (registered, uri) => {
    expect(isSameRedirect(registered, uri)).toBe(false)
  })

  it('keeps its own query when parameters are added', () => {
    expect(redirectWith('https://app.example.com/back?x=1', { code: 'a b', state: null })).toBe(
      'https://app.example.com/back?x=1&code=a+b',
    )
    expect(redirectWith('com.example.app:/a', { code: 'c' })).toBe('com.example.app:/a?code=c')
  })
})
