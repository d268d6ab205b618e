/** What a redirect URI belongs to: a program on the same machine, an app, or a page. */
export type RedirectKind = 'loopback' | 'app' | 'page'

/** By number, not `localhost`: a name can be made to mean another machine. */
const loopback = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d{1,5})?(\/[^\s#@\\]*)$/
/** A reversed domain name, so that no two apps use the same. */
const privateUse = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/[^\s#\\]*$/
const page = /^https:\/\/[^\s#@\\/]+\/[^\s#\\]*$/

/**
 * Returns the kind of a redirect URI; `null` for one that may not be registered.
 *
 * @see [RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7)
 */
export function redirectKind(uri: string): RedirectKind | null {
  if (URL.parse(uri) === null) return null
  if (loopback.test(uri)) return 'loopback'
  if (privateUse.test(uri)) return 'app'
  return page.test(uri) ? 'page' : null
}

/**
 * Whether two redirect URIs are the same, character by character, but for the port of a loopback address: a program
 * listens on a free port.
 *
 * @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3),
 *   [RFC 9700 §4.1.3](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.1.3)
 */
export function isSameRedirect(registered: string, uri: string): boolean {
  if (redirectKind(registered) !== 'loopback') return registered === uri
  return redirectKind(uri) === 'loopback' && withoutPort(registered) === withoutPort(uri)
}

function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d{1,5}/, '$1')
}

/** Returns the redirect URI with parameters added to its query. */
export function redirectWith(uri: string, params: Readonly<Record<string, string | null>>): string {
  const url = new URL(uri)
  for (const [name, value] of Object.entries(params)) if (value !== null) url.searchParams.set(name, value)
  return url.href
}
