export interface TokenExample {
  readonly url: string
  readonly userId: string
  readonly clientId: string
  readonly role: string
  /** Seconds since 1970. */
  readonly issuedAt: number
}

export interface TokenClaim {
  readonly name: string
  /** The value as JSON. */
  readonly value: string
  readonly means: string
}

/** Whole minutes that an access token lives. */
export const tokenMinutes = 10

const minute = 60

/**
 * Returns the claims of an example access token, each with an explanation.
 *
 * @see [RFC 9068 §2.2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2)
 */
export function tokenClaims({ url, userId, clientId, role, issuedAt }: TokenExample): readonly TokenClaim[] {
  const expiresAt = issuedAt + tokenMinutes * minute
  return [
    { name: 'iss', value: JSON.stringify(url), means: 'Who made it: this server.' },
    { name: 'aud', value: JSON.stringify(url), means: 'Whom it is for: this server, and services that trust it.' },
    { name: 'sub', value: JSON.stringify(userId), means: 'The user it acts as: here, your id. It never changes.' },
    { name: 'client_id', value: JSON.stringify(clientId), means: 'The app that it was given to.' },
    { name: 'sid', value: '"…"', means: 'The session it stands for, as it is listed under Access.' },
    { name: 'role', value: JSON.stringify(role), means: 'What the user may do, as of when it was made.' },
    { name: 'iat', value: String(issuedAt), means: 'When it was made, in seconds since 1970.' },
    { name: 'exp', value: String(expiresAt), means: `When it stops to count: ${tokenMinutes} minutes later.` },
    { name: 'jti', value: '"…"', means: 'Its own id. No two tokens share one.' },
  ]
}
