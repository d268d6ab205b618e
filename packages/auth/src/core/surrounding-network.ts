import ipaddr from 'ipaddr.js'

/** About what one household, office or phone cell is given. */
const ipv4PrefixBits = 24
const ipv6PrefixBits = 48

/**
 * Returns the network around an address, by which a session's network is new or known: an IPv4 /24, an IPv6 /48. It is
 * wider than the network that rate limits count by, because a person's address changes within it. `null` when the
 * address is not known.
 */
export function surroundingNetwork(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null
  const address = ipaddr.process(ip)
  return address.kind() === 'ipv4'
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${ipv4PrefixBits}`).toString()}/${ipv4PrefixBits}`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${ipv6PrefixBits}`).toString()}/${ipv6PrefixBits}`
}
