import { expect, it } from 'vitest'
import { networkAround } from './network-around.ts'

it.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['not an address', null],
  [null, null],
])('%s lies in %s', (ip, network) => {
  expect(networkAround(ip)).toBe(network)
})
