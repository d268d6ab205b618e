import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrustProxy } from '../../src/config/trust-proxy.ts'
import { isNearby, TrustedProxies } from '../../src/http/trusted-proxies.ts'

const oneProxy = ['10.0.0.7']
const networks = ['10.0.0.0/8', '2001:db8:1::/48', '::1']

type Case = readonly [
  trust: TrustProxy,
  peer: string | undefined,
  forwardedFor: string | undefined,
  address: string | null,
]

describe('the address of a client', () => {
  it.each<Case>([
    // No proxy is named: the header says nothing.
    [false, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    [false, '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    // The peer is not the proxy: neither.
    [oneProxy, '10.0.0.8', '198.51.100.1', '10.0.0.8'],
    [oneProxy, '203.0.113.9', '198.51.100.1, 10.0.0.7', '203.0.113.9'],
    // The proxy sets the header, or appends to what the client sent.
    [oneProxy, '10.0.0.7', '203.0.113.9', '203.0.113.9'],
    [oneProxy, '::ffff:10.0.0.7', '203.0.113.9', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '198.51.100.1,203.0.113.9', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '10.0.0.7, 203.0.113.9', '203.0.113.9'],
    [oneProxy, '10.0.0.7', 'junk, , 203.0.113.9', '203.0.113.9'],
    [oneProxy, '10.0.0.7', undefined, '10.0.0.7'],
    // A chain of proxies, with the spellings of each.
    [networks, '::1', '198.51.100.1, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
    [networks, '::1', '203.0.113.9, 10.9.9.9:8080, [2001:db8:1::5]:443', '203.0.113.9'],
    [networks, '10.0.0.1', '203.0.113.9, ::ffff:10.9.9.9', '203.0.113.9'],
    [networks, '10.0.0.1', '203.0.113.9, 2001:DB8:1:0::5', '203.0.113.9'],
    [networks, '10.0.0.1', '10.1.1.1', '10.1.1.1'],
    // The spellings of a client.
    [oneProxy, '10.0.0.7', '203.0.113.9:5678', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '::ffff:203.0.113.9', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '::ffff:cb00:7109', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '[::ffff:203.0.113.9]:5678', '203.0.113.9'],
    [oneProxy, '10.0.0.7', '2001:DB8:0:0::9', '2001:db8::9'],
    [oneProxy, '10.0.0.7', '[2001:db8::9]:5678', '2001:db8::9'],
    [oneProxy, '10.0.0.7', '[2001:db8::9]', '2001:db8::9'],
    [oneProxy, '10.0.0.7', 'fe80::9%eth0', 'fe80::9'],
    // What is no address.
    [oneProxy, '10.0.0.7', 'unknown', null],
    [oneProxy, '10.0.0.7', '203.0.113.9, ', null],
    [oneProxy, '10.0.0.7', '203.0.113', null],
    [oneProxy, '10.0.0.7', '0xcb.0.113.9', null],
    [oneProxy, '10.0.0.7', '0313.0.0113.9', null],
    [oneProxy, '10.0.0.7', '203.0.113.9; DROP', null],
    [networks, '10.0.0.1', '203.0.113.9, junk, 10.9.9.9', null],
    [oneProxy, undefined, '203.0.113.9', null],
    // A number of proxies believes the peers on this machine and in private networks.
    [1, '203.0.113.1', '198.51.100.1, 203.0.113.9', '203.0.113.1'],
    [1, '10.0.0.7', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [2, '127.0.0.1', '198.51.100.1, 203.0.113.9', '198.51.100.1'],
    [9, '::1', '203.0.113.9', '203.0.113.9'],
  ])('with trust in %j and the peer %s, “%s” is %s', (trust, peer, forwardedFor, address) => {
    expect(new TrustedProxies(trust).clientAddress(peer, forwardedFor)).toBe(address)
  })

  it('stays the one that the proxy appended, whatever the client writes before it', () => {
    const proxies = new TrustedProxies(oneProxy)
    const fragments = [
      ',',
      ',',
      ' ',
      '[',
      ']',
      '%',
      ':',
      '\0',
      '10.0.0.7',
      '198.51.100.1',
      '::1',
      'fe80::1%eth0',
      ':80',
    ]
    const fragment = fc.constantFrom(...fragments)
    const header = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(header, (sent) => {
        expect(proxies.clientAddress('10.0.0.7', `${sent}, 203.0.113.9`)).toBe('203.0.113.9')
      }),
    )
  })
})

it.each([
  ['127.0.0.1', true],
  ['::ffff:10.1.2.3', true],
  ['fd00::1', true],
  ['fe80::1%eth0', true],
  ['203.0.113.9', false],
  ['2001:db8::1', false],
  [undefined, false],
])('a peer at %s is near this machine: %s', (peer, nearby) => {
  expect(isNearby(peer)).toBe(nearby)
})
