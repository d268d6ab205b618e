import { LatchkeyError } from '../latchkey-error.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The origin of a server, which is also its name as an issuer. Tokens travel encrypted or not at all; only what stays on
 * this machine may go without.
 *
 * @throws LatchkeyError `INVALID_URL`
 * @see [RFC 6750 §5.3](https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3)
 */
export function serverOrigin(url: string | URL): string {
  const there = URL.parse(url)
  // Without its scheme, the host of `localhost:3000` is read as one.
  if (there === null || !['http:', 'https:'].includes(there.protocol)) {
    throw new LatchkeyError('INVALID_URL', `${url} is no address: begin with https://`)
  }
  if (there.protocol === 'https:' || loopback.has(there.hostname)) return there.origin
  throw new LatchkeyError(
    'INVALID_URL',
    `${there.origin} is not where a Latchkey can be: use https, or http on this machine.`,
  )
}
