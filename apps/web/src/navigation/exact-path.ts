interface Address {
  readonly pathname: string
  readonly search: string
  readonly hash: string
}

/**
 * Where someone is, as the address bar has it. The router's own `href` is written anew from what it read as JSON:
 * `state=1e3` would come back as `state=1000`, and a program that asks to sign in would not know its own value again.
 * A backslash is written as what it is the short form of: in a path to return to, none is let through.
 */
export function exactPath({ pathname, search, hash }: Address = window.location): string {
  return (pathname + search + hash).replaceAll('\\', '%5C')
}
