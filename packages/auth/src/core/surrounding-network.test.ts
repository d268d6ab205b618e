import { expect, it } from 'vitest'
import { providerNetwork, surroundingNetwork } from './surrounding-network.ts'

it.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['not an address', null],
  [null, null],
])('surroundingNetwork(%s) is %s', (ip, network) => {
  expect(surroundingNetwork(ip)).toBe(network)
})

it.each([
  ['203.0.113.7', '203.0.0.0/16'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8::/32'],
  [null, null],
])('providerNetwork(%s) is %s', (ip, network) => {
  expect(providerNetwork(ip)).toBe(network)
})
