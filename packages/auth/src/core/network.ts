import ipaddr from 'ipaddr.js'

const ipv6PrefixBits = 64

/**
 * Returns the network that an address is counted under by rate limits: an IPv4 address itself, the /64 of an IPv6
 * address, because one customer owns all of it. An IPv4 address in IPv6 form counts as IPv4. `unknown` for no address.
 */
export function networkOf(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${ipv6PrefixBits}`).toString()}/${ipv6PrefixBits}`
}
