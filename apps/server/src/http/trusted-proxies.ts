import { isIP } from 'node:net'
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'
import type { TrustProxy } from '../config/trust-proxy.ts'

type Address = IPv4 | IPv6

/** The proxies in front, as the configuration names them. */
export class TrustedProxies {
  readonly #trusts: (address: Address, hop: number) => boolean

  constructor(trust: TrustProxy) {
    if (typeof trust === 'number') {
      this.#trusts = (address, hop) => hop < trust && (hop > 0 || isNear(address))
    } else {
      const networks = (trust === false ? [] : trust).map(parseNetwork)
      this.#trusts = (address) => networks.some((network) => isWithin(address, network))
    }
  }

  /** Returns whether the peer of a connection is one of them. */
  has(peer: string | undefined): boolean {
    const address = parseAddress(peer)
    return address !== null && this.#trusts(address, 0)
  }

  /**
   * Returns the address of the client: the peer, or where that is a trusted proxy, the last entry of `X-Forwarded-For` that
   * no trusted proxy is in. Each proxy appends the address that it was called from, so what a client wrote itself is before
   * that and is not reached. `null` when a trusted proxy wrote what is no address.
   */
  clientAddress(peer: string | undefined, forwardedFor: string | undefined): string | null {
    const entries = forwardedFor?.split(',') ?? []
    let address = parseAddress(peer)
    for (let hop = 0; address !== null && this.#trusts(address, hop); hop += 1) {
      const before = entries.pop()
      if (before === undefined) break
      address = parseAddress(before)
    }
    return address?.toString() ?? null
  }
}

/** Returns whether an address is one that only machines near this one have: loopback, private, link-local. */
export function isNearby(peer: string | undefined): boolean {
  const address = parseAddress(peer)
  return address !== null && isNear(address)
}

function isNear(address: Address): boolean {
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(address.range())
}

/** Some proxies append the port: `203.0.113.7:5678`, `[2001:db8::1]:5678`. An IPv4 address in IPv6 form is IPv4. */
function parseAddress(text = ''): Address | null {
  const trimmed = text.trim()
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(trimmed) ?? []
  // Without the zone, which is a name of the peer's own.
  const [address = ''] = (bracketed ?? plain ?? trimmed).split('%', 1)
  return isIP(address) === 0 ? null : ipaddr.process(address)
}

function parseNetwork(range: string): [Address, number] {
  if (range.includes('/')) return ipaddr.parseCIDR(range)
  const address = ipaddr.parse(range)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function isWithin(address: Address, [network, bits]: readonly [Address, number]): boolean {
  return address.kind() === network.kind() && address.match(network, bits)
}
