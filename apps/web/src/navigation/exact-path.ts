interface Address {
  readonly pathname: string
  readonly search: string
  readonly hash: string
}

/**
 * Returns the current path, search and hash as the address bar has them. The router's own `href` is rewritten from parsed
 * JSON: `state=1e3` would come back as `state=1000`, and an OAuth client would not recognise its own value. A backslash is
 * percent-encoded, as `returnPath` lets none through.
 */
export function exactPath({ pathname, search, hash }: Address = window.location): string {
  return (pathname + search + hash).replaceAll('\\', '%5C')
}
