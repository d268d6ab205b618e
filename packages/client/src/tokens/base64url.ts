/**
 * Encodes bytes as base64url without padding.
 *
 * @param binary - the bytes
 * @returns the text
 * @see [RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648.html#section-5)
 */
export function base64url(binary: Uint8Array): string {
  return btoa(String.fromCharCode(...binary))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
