import type { AccountClaims } from 'oidc-provider'
import type { Account } from '../accounts.ts'
import type { OpenidProviderId } from '../provider-id.ts'

/** Returns the subject of an account: the same at every sign-in, and a different one at each provider. */
export function subjectOf(provider: OpenidProviderId, { id, fresh }: Account): string {
  return fresh ? `${provider}-fresh-${id}` : `${provider}-${id}`
}

export function claimsOf(subject: string, { id, name, email, emailVerified }: Account): AccountClaims {
  const named = { sub: subject, name, preferred_username: id }
  return email === null ? named : { ...named, email, email_verified: emailVerified }
}
