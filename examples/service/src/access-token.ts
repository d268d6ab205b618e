import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

/** The claims of an access token that this service uses. */
export interface Caller {
  readonly userId: string
  readonly sessionId: string
  readonly clientId: string
}

/** What a service accepts. */
export interface AcceptedTokens {
  /** The origin of the Latchkey. */
  readonly issuer: string
  /** The address of this service as the Latchkey has it in `TOKEN_RESOURCES`: the audience of its tokens. */
  readonly resource: string
  /** The greatest age of a token, in seconds; that of its lifetime if left out. */
  readonly maxAge?: number
}

/**
 * Creates a verifier of access tokens that needs only the public keys of a Latchkey, which are fetched once and then
 * kept. It sends no request for a token, so the tokens of an ended session stay valid until they expire: up to ten
 * minutes. That is fine for reading a feed and not for moving money: there `maxAge` refuses an older token, and the client
 * refreshes, which an ended session can't.
 *
 * Only tokens for this service are accepted. A token for another service, or for the Latchkey itself, was not given to it.
 *
 * @param accepted - whose tokens, for which service, and how old
 * @returns a function that returns the claims of a token, or `null` if it is invalid, and throws if the keys can't be
 * fetched
 * @see [RFC 9068 §4](https://www.rfc-editor.org/rfc/rfc9068.html#section-4)
 */
export function accessTokenVerifier({
  issuer,
  resource,
  maxAge,
}: AcceptedTokens): (token: string) => Promise<Caller | null> {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer))
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: resource,
        ...(maxAge === undefined ? {} : { maxTokenAge: maxAge, clockTolerance: 5 }),
        typ: 'at+jwt',
        // Never the algorithm that a token itself names. A Latchkey signs with one of these; its published key says
        // with which, and jose does not use a key for another algorithm.
        algorithms: ['EdDSA', 'ES256'],
        requiredClaims: ['sub', 'sid', 'client_id', 'exp'],
      })
      const { sub, sid, client_id: clientId } = payload
      return { userId: String(sub), sessionId: String(sid), clientId: String(clientId) }
    } catch (error) {
      if (isInvalidToken(error)) return null
      throw error
    }
  }
}

/** Whether the token is the cause. If the keys can't be fetched, the token is neither valid nor invalid. */
function isInvalidToken(error: unknown): boolean {
  const keyErrors = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']
  return error instanceof errors.JOSEError && !keyErrors.includes(error.code)
}
