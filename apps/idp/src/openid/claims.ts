import type { AccountClaims } from 'oidc-provider'
import type { Person } from '../people.ts'
import type { OpenidProviderId } from '../provider-id.ts'

/** Stable for a person, and another at each provider. */
export function subjectOf(provider: OpenidProviderId, { id, fresh }: Person): string {
  return fresh ? `${provider}-fresh-${id}` : `${provider}-${id}`
}

export function claimsOf(subject: string, { name, email, emailVerified }: Person): AccountClaims {
  if (email === null) return { sub: subject, name }
  return { sub: subject, name, email, email_verified: emailVerified }
}
