import { LatchkeyError } from '../latchkey-error.ts'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Reads the origin of a server, which is also its issuer identifier, from its URL. Tokens are sent over https only;
 * plain http is allowed to a loopback host, because those requests do not leave this machine.
 *
 * @param url - an absolute URL of the server; path, query and fragment are ignored
 * @returns the origin: `https://id.example.com`
 * @throws {LatchkeyError} `INVALID_URL`: this is no http(s) URL, or it is http to another machine
 * @see [RFC 6750 §5.3](https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3)
 */
export function serverOrigin(url: string | URL): string {
  const parsed = URL.parse(url)
  // Without a scheme, the host of `localhost:3000` is parsed as the scheme.
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new LatchkeyError('INVALID_URL', `${url} is no address: begin with https://`)
  }
  if (parsed.protocol === 'https:' || loopbackHosts.has(parsed.hostname)) return parsed.origin
  throw new LatchkeyError(
    'INVALID_URL',
    `${parsed.origin} is not where a Latchkey can be: use https, or http on this machine.`,
  )
}
