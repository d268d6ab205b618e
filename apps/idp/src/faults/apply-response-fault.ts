import type { FaultId } from './faults.ts'

export const anotherIssuer = 'https://another-issuer.example'

/**
 * Returns the error that the provider sends instead of a code, or null for a fault that still sends a code.
 * @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
 */
export function authorizationError(fault: FaultId): { error: string; error_description: string } | null {
  if (fault === 'deny') return { error: 'access_denied', error_description: 'The person said no.' }
  if (fault !== 'temporarily-unavailable') return null
  return { error: 'temporarily_unavailable', error_description: 'The provider is being repaired.' }
}

/** Returns the location of the authorization response with the fault applied to its parameters. */
export function applyResponseFault(location: string, fault: FaultId): string {
  const url = new URL(location)
  if (fault === 'wrong-iss') url.searchParams.set('iss', anotherIssuer)
  if (fault === 'missing-iss') url.searchParams.delete('iss')
  if (fault === 'missing-code') url.searchParams.delete('code')
  if (fault === 'wrong-state') url.searchParams.set('state', `not-${url.searchParams.get('state') ?? 'sent'}`)
  return url.href
}
