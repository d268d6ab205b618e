/** Stands in for this app's origin; nothing is ever sent to it. */
const base = 'http://app.invalid'

/**
 * A path of this app to go to after signing in, or `null` when the value is anything else: another origin in any
 * spelling (`//e`, `/\e`, `https:e`), a scheme, control characters or encoded ones that a second decoding would reveal.
 *
 * @see [RFC 9700 §4.11](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.11), open redirection
 */
export function localPath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2048) return null
  if (!/^\/(?![/\\])/.test(value) || /[\\\p{Cc}\s]/u.test(value) || !value.isWellFormed()) return null
  const url = URL.parse(value, base)
  if (url === null || url.origin !== base || !isPlainPath(url.pathname)) return null
  return url.pathname + url.search + url.hash
}

/** Looked at once its dots are resolved: no second slash at the start, encoded or not, and no encoded control character. */
function isPlainPath(pathname: string): boolean {
  return !/^\/(\/|%2f)/i.test(pathname) && !/%([01][0-9a-f]|7f|5c)/i.test(pathname)
}
