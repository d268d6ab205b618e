import type { BehaviourId } from './behaviours.ts'

export const anotherIssuer = 'https://another-issuer.example'

/** Errors that a provider sends instead of a code. @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1) */
export function authorizationError(behaviour: BehaviourId): { error: string; error_description: string } | null {
  if (behaviour === 'deny') return { error: 'access_denied', error_description: 'The person said no.' }
  if (behaviour !== 'temporarily-unavailable') return null
  return { error: 'temporarily_unavailable', error_description: 'The provider is being repaired.' }
}

/** The redirect back, bent as the behaviour says. */
export function bendResponse(location: string, behaviour: BehaviourId): string {
  const url = new URL(location)
  if (behaviour === 'wrong-iss') url.searchParams.set('iss', anotherIssuer)
  if (behaviour === 'missing-iss') url.searchParams.delete('iss')
  if (behaviour === 'missing-code') url.searchParams.delete('code')
  if (behaviour === 'wrong-state') url.searchParams.set('state', `not-${url.searchParams.get('state') ?? 'sent'}`)
  return url.href
}
