const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The origin of a server, which is also its name as an issuer. Tokens travel encrypted or not at all; only what stays on
 * this machine may go without.
 *
 * @throws TypeError when it is no such address
 * @see [RFC 6750 §5.3](https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3)
 */
export function serverOrigin(url: string | URL): string {
  const { protocol, hostname, origin } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))) return origin
  throw new TypeError(`${origin} is not where a Latchkey can be: use https, or http on this machine.`)
}
