/**
 * Returns the recipient whose messages a URL asks for with `to`, or null for all messages. A plus sign that is not encoded
 * reads as a space, which no address of a test has: it counts as the plus sign.
 */
export function recipientIn(url: URL): string | null {
  return url.searchParams.get('to')?.trim().replaceAll(' ', '+') || null
}
