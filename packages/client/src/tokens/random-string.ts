const bytes = 32

/** 256 random bits, in letters that need no escaping in an address. */
export function randomString(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)))
}

/** @see [RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648.html#section-5) */
export function base64url(binary: Uint8Array): string {
  return btoa(String.fromCharCode(...binary))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
