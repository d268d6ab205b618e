import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

/** Who calls, as the access token says it. */
export interface Caller {
  readonly userId: string
  readonly sessionId: string
  readonly clientId: string
}

/**
 * Checks access tokens of one Latchkey with nothing but its public keys, which are fetched once and then kept.
 *
 * `null` for a token that is no good; throws when the keys can't be had.
 *
 * Nobody asks Latchkey here, so a session that someone has ended is believed until its token expires: up to ten minutes.
 * That is fine for reading a feed and not for moving money; for that, see `ask-latchkey.ts`.
 *
 * @see [RFC 9068 §4](https://www.rfc-editor.org/rfc/rfc9068.html#section-4)
 */
export function accessTokenVerifier(issuer: string): (token: string) => Promise<Caller | null> {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer))
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: issuer,
        typ: 'at+jwt',
        // Named here, and never what a token says of itself. A Latchkey signs with either of these; which it is, its
        // published key says, and a key of one is never used for the other.
        algorithms: ['EdDSA', 'ES256'],
        requiredClaims: ['sub', 'sid', 'client_id', 'exp'],
      })
      const { sub, sid, client_id: clientId } = payload
      return { userId: String(sub), sessionId: String(sid), clientId: String(clientId) }
    } catch (error) {
      if (isOfTheToken(error)) return null
      throw error
    }
  }
}

/** A bad token is its bearer's affair. Keys that can't be had are ours, and no reason to let anyone in or to say no. */
function isOfTheToken(error: unknown): boolean {
  const ours = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']
  return error instanceof errors.JOSEError && !ours.includes(error.code)
}
