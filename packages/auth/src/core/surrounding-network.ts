import ipaddr from 'ipaddr.js'

/** About what one household, office or phone cell is given. */
const surrounding = { ipv4: 24, ipv6: 48 } as const
/** About what one provider is given, of which one customer may have many of the networks above. */
const provider = { ipv4: 16, ipv6: 32 } as const

/**
 * Returns the network around an address, by which a session's network is new or known: an IPv4 /24, an IPv6 /48. It is
 * wider than the network that rate limits count by, because a person's address changes within it. `null` when the
 * address is not known.
 */
export function surroundingNetwork(ip: string | null): string | null {
  return prefixOf(ip, surrounding)
}

/** Returns the network of the provider of an address: an IPv4 /16, an IPv6 /32. `null` when the address is not known. */
export function providerNetwork(ip: string | null): string | null {
  return prefixOf(ip, provider)
}

function prefixOf(ip: string | null, bits: { readonly ipv4: number; readonly ipv6: number }): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null
  const address = ipaddr.process(ip)
  const length = bits[address.kind()]
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${family.networkAddressFromCIDR(`${address.toString()}/${length}`).toString()}/${length}`
}
