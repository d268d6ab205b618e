import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/**
 * The proxies whose `X-Forwarded-For` is believed: networks in CIDR form or addresses; a number of hops, of which the first
 * is on this machine or in a private network; or none.
 */
export type TrustProxy = number | readonly string[] | false

/** Names for networks: this machine, and the private networks of RFC 1918 and RFC 4193. */
const namedNetworks: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** The widest networks that can be named: wider ones, like two halves of all addresses, would believe every peer. */
const shortestPrefix = { ipv4: 8, ipv6: 7 }

/** The format of `TRUST_PROXY`. */
export const trustProxy = z.string().transform((value, context): TrustProxy => {
  if (/^\d$/.test(value)) return value === '0' ? false : Number(value)
  const ranges = value.split(',').flatMap((range) => namedNetworks[range.trim()] ?? [range.trim()])
  if (ranges.every(isAddressRange)) return ranges
  context.addIssue(
    'must be the addresses of the proxies in front, like loopback, private or 10.0.0.0/8,::1, or their number (1 to 9)',
  )
  return z.NEVER
})

/** Returns whether a proxy on this machine is named, which connects to the loopback address. */
export function trustsLoopback(trust: TrustProxy): boolean {
  if (typeof trust === 'number' || trust === false) return trust !== false
  return trust.some((range) => ipaddr.parse(range.split('/', 1)[0] ?? '').range() === 'loopback')
}

/** An address, or a network in CIDR form. IPv4 is written as IPv4, and not in its IPv6 form. */
function isAddressRange(range: string): boolean {
  const [address = '', prefix, ...rest] = range.split('/')
  if (isIP(address) === 0 || rest.length > 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() === 'ipv4Mapped') return false
  if (prefix === undefined) return true
  const bits = parsed.kind() === 'ipv4' ? 32 : 128
  return /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits && Number(prefix) >= shortestPrefix[parsed.kind()]
}
