import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { refusalOf } from '../support/config-refusal.ts'

const phone = { OAUTH_CLIENT_PHONE_NAME: 'Acme for phones', OAUTH_CLIENT_PHONE_REDIRECTS: 'com.acme.phone:/signed-in' }

describe('registered clients', () => {
  it('are what their variables make them, beside the one that is built in', () => {
    const television = { OAUTH_CLIENT_TV_NAME: 'Acme TV', OAUTH_CLIENT_TV_ID: 'acme.tv', OAUTH_CLIENT_TV_DEVICE: 'on' }
    const { clients } = readConfig({ ...phone, ...television }, '/')
    expect(clients.map(({ id }) => id)).toEqual(['latchkey-cli', 'phone', 'acme.tv'])
    expect(clients.slice(1)).toEqual([
      { id: 'phone', name: 'Acme for phones', redirectUris: ['com.acme.phone:/signed-in'], device: false },
      { id: 'acme.tv', name: 'Acme TV', redirectUris: [], device: true },
    ])
    expect(readConfig({ COMMAND_LINE_CLIENT: 'off' }, '/').clients).toEqual([])
  })

  it.each([
    [
      { OAUTH_CLIENT_PHONE_REDIRECTS: 'com.acme.phone:/a' },
      'OAUTH_CLIENT_PHONE_NAME must be set to what people read, of at most 60 characters.',
    ],
    [
      { OAUTH_CLIENT_PHONE_NAME: 'Phone' },
      'OAUTH_CLIENT_PHONE_REDIRECTS must be set, or OAUTH_CLIENT_PHONE_DEVICE=on: else it can’t ask for anything.',
    ],
    [
      { ...phone, OAUTH_CLIENT_PHONE_ID: 'a b' },
      'OAUTH_CLIENT_PHONE_ID must be letters, digits, dots, dashes and underscores, at most 64.',
    ],
    [
      { ...phone, OAUTH_CLIENT_PHONE_ID: 'latchkey-cli' },
      'OAUTH_CLIENT_PHONE_ID must be another: latchkey-cli is taken.',
    ],
    [{ ...phone, OAUTH_CLIENT_PHONE_DEVICE: 'yes' }, 'OAUTH_CLIENT_PHONE_DEVICE must be on or off.'],
    [
      { OAUTH_CLIENT_MY_PHONE_NAME: 'Phone' },
      'OAUTH_CLIENT_MY_PHONE_NAME must be OAUTH_CLIENT_<KEY>_NAME, _ID, _REDIRECTS or _DEVICE, its key of capitals and digits.',
    ],
    [
      { OAUTH_CLIENT_SECRET: 'x' },
      'OAUTH_CLIENT_SECRET must be OAUTH_CLIENT_<KEY>_NAME, _ID, _REDIRECTS or _DEVICE, its key of capitals and digits.',
    ],
  ])('%j is refused', (environment, line) => {
    expect(refusalOf(environment)).toBe(line)
  })

  it.each([
    'http://[::1]/callback',
    'http://127.0.0.1/at:1',
    'http://[::1]/back?from=:80',
    'https://acme.example:8443/a',
  ])('may have their answers sent to %s', (uri) => {
    const { clients } = readConfig({ ...phone, OAUTH_CLIENT_PHONE_REDIRECTS: uri }, '/')
    expect(clients.at(-1)?.redirectUris).toEqual([uri])
  })

  it.each([
    'http://localhost/callback',
    'http://127.0.0.1:8080/callback',
    'http://[::1]:8080/callback',
    'javascript:alert(1)',
    'https://acme.example/a#b',
    'https://acme.example/a?state=b',
  ])('may not have their answers sent to %s', (uri) => {
    const refusal = refusalOf({ ...phone, OAUTH_CLIENT_PHONE_REDIRECTS: `com.acme.phone:/a, ${uri}` })
    expect(refusal).toContain(`${uri} is none.`)
    expect(refusal.split('\n')).toHaveLength(1)
  })
})
