import { canonicalEmail } from '@latchkey/schema'

/** Returns the canonical form of an address that an input schema has accepted. */
export function requireCanonical(typed: string): string {
  const email = canonicalEmail(typed)
  if (email === null) throw new TypeError('an address that the input schema refuses reached the service')
  return email
}
