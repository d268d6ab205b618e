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
  /** The text that explains it. */
  readonly text: 'iss' | 'aud' | 'sub' | 'clientId' | 'sid' | 'role' | 'iat' | 'exp' | 'jti'
}

/** Whole minutes that an access token lives. */
export const tokenMinutes = 10

const minute = 60

/**
 * Returns the claims of an example access token, each with the text that explains it.
 *
 * @see [RFC 9068 §2.2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2)
 */
export function tokenClaims({ url, userId, clientId, role, issuedAt }: TokenExample): readonly TokenClaim[] {
  const expiresAt = issuedAt + tokenMinutes * minute
  return [
    { name: 'iss', value: JSON.stringify(url), text: 'iss' },
    { name: 'aud', value: JSON.stringify(url), text: 'aud' },
    { name: 'sub', value: JSON.stringify(userId), text: 'sub' },
    { name: 'client_id', value: JSON.stringify(clientId), text: 'clientId' },
    { name: 'sid', value: '"…"', text: 'sid' },
    { name: 'role', value: JSON.stringify(role), text: 'role' },
    { name: 'iat', value: String(issuedAt), text: 'iat' },
    { name: 'exp', value: String(expiresAt), text: 'exp' },
    { name: 'jti', value: '"…"', text: 'jti' },
  ]
}
