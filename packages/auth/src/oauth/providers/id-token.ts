import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { AuthError, type AuthErrorCode } from '../../core/auth-error.ts'
import { minute, second } from '../../core/duration.ts'
import { providerFetch } from './provider-fetch.ts'
import { isSubject } from './subject.ts'

/** Asymmetric only: with HMAC a holder of the client secret could sign, and `none` is no signature. */
const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']

const keysTimeout = 5 * second
const refetchCoolDown = 30 * second
const keysMaxAge = 10 * minute
const clockTolerance = 10
const maxTokenAge = 10 * 60

/** The keys of a provider. */
export interface ProviderKeys extends JWTVerifyGetKey {
  /** Returns the key set as it was published; `undefined` before it was fetched. */
  jwks(): JSONWebKeySet | undefined
}

/** Returns a provider's keys: cached, and fetched again for an unknown key at most once in a cool-down. */
export function providerKeys(jwksUri: string): ProviderKeys {
  return createRemoteJWKSet(new URL(jwksUri), {
    timeoutDuration: keysTimeout,
    cooldownDuration: refetchCoolDown,
    cacheMaxAge: keysMaxAge,
    [customFetch]: async (url, { signal }) => {
      const { status, json } = await providerFetch(url, {}, signal)
      return Response.json(json ?? null, { status })
    },
  })
}

export interface IdTokenExpectations {
  readonly issuer: string
  readonly clientId: string
  readonly nonce: string
  /** Whether the token must have the nonce. Another nonce than this one is refused in any case. */
  readonly repeatsNonce: boolean
  /** Since when the provider must have authenticated its user; `null` when any time will do. */
  readonly authenticatedSince: Date | null
  /** Whether the provider must say when it authenticated its user, where `authenticatedSince` asks. */
  readonly provesFreshSignIn: boolean
  readonly now: Date
}

/**
 * Returns the claims of an ID token that was issued to this client, for this authorization request, by this issuer, just
 * now.
 *
 * @throws AuthError one `ID_TOKEN_…` reason for each way in which it is not
 * @see [OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)
 */
export async function verifyIdToken(
  idToken: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId, nonce, repeatsNonce, authenticatedSince, provesFreshSignIn, now }: IdTokenExpectations,
): Promise<JWTPayload & { readonly sub: string }> {
  const payload = await verifiedPayload(idToken, keys, { issuer, clientId, now })
  const { sub, aud, azp } = payload
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined) throw new AuthError('ID_TOKEN_AUDIENCE')
  if (azp !== undefined && azp !== clientId) throw new AuthError('ID_TOKEN_AUDIENCE')
  // Fails closed: a token without the nonce may have been issued for another authorization request.
  const hasNonce = repeatsNonce || payload['nonce'] !== undefined
  if (hasNonce && payload['nonce'] !== nonce) throw new AuthError('ID_TOKEN_NONCE')
  checkAuthTime(payload['auth_time'], { since: authenticatedSince, required: provesFreshSignIn, now })
  if (!isSubject(sub)) throw new AuthError('ID_TOKEN_CLAIMS')
  return { ...payload, sub }
}

/**
 * Returns the published keys that a verified ID token names.
 *
 * @throws AuthError `ID_TOKEN_SIGNATURE` when it names none
 */
export function namedKeys(idToken: string, keys: ProviderKeys): readonly JWK[] {
  const { kid } = decodeProtectedHeader(idToken)
  const named = kid === undefined ? [] : (keys.jwks()?.keys.filter((key) => key.kid === kid) ?? [])
  if (named.length === 0) throw new AuthError('ID_TOKEN_SIGNATURE')
  return named
}

/**
 * Returns what an ID token claims before it is verified: for what the verification itself must expect, and for nothing else.
 *
 * @throws AuthError `ID_TOKEN_MALFORMED`
 */
export function unverifiedClaims(idToken: string): JWTPayload {
  try {
    return decodeJwt(idToken)
  } catch (error) {
    throw new AuthError('ID_TOKEN_MALFORMED', null, { cause: error })
  }
}

async function verifiedPayload(
  idToken: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId, now }: Pick<IdTokenExpectations, 'issuer' | 'clientId' | 'now'>,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms,
      issuer,
      audience: clientId,
      currentDate: now,
      clockTolerance,
      maxTokenAge,
      requiredClaims: ['sub', 'exp', 'iat'],
    })
    return payload
  } catch (error) {
    if (error instanceof AuthError) throw error
    throw new AuthError(refusalOf(error, idToken))
  }
}

/**
 * Checks that the provider authenticated its user before now and, where that was asked for, after a moment. `auth_time` is required in the answer to a request with
 * `max_age`. Google leaves it out, and a step-up through such a provider counts for a shorter time.
 *
 * @throws AuthError `ID_TOKEN_CLAIMS` where a provider that must say so does not, `ID_TOKEN_EXPIRED` for an older one
 * @see [OpenID Connect Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken) and
 *   [§3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)
 */
function checkAuthTime(
  authTime: unknown,
  { since, required, now }: { readonly since: Date | null; readonly required: boolean; readonly now: Date },
): void {
  if (authTime === undefined) {
    if (since !== null && required) throw new AuthError('ID_TOKEN_CLAIMS')
    return
  }
  const isPast = typeof authTime === 'number' && authTime - clockTolerance <= now.getTime() / second
  if (!isPast) throw new AuthError('ID_TOKEN_CLAIMS')
  if (since !== null && authTime + clockTolerance < since.getTime() / second) throw new AuthError('ID_TOKEN_EXPIRED')
}

function refusalOf(error: unknown, idToken: string): AuthErrorCode {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'ID_TOKEN_ALGORITHM'
  if (error instanceof errors.JWTExpired) return 'ID_TOKEN_EXPIRED'
  if (error instanceof errors.JWTClaimValidationFailed) {
    const codes: Readonly<Record<string, AuthErrorCode>> = {
      iss: 'ID_TOKEN_ISSUER',
      aud: 'ID_TOKEN_AUDIENCE',
      iat: 'ID_TOKEN_EXPIRED',
      exp: 'ID_TOKEN_EXPIRED',
      nbf: 'ID_TOKEN_EXPIRED',
    }
    return codes[error.claim] ?? 'ID_TOKEN_CLAIMS'
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return 'ID_TOKEN_SIGNATURE'
  }
  if (error instanceof errors.JWKSTimeout) return 'PROVIDER_TIMEOUT'
  if (error instanceof errors.JOSENotSupported)
    return algorithmOf(idToken) ? 'ID_TOKEN_SIGNATURE' : 'ID_TOKEN_ALGORITHM'
  if (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') return 'PROVIDER_UNAVAILABLE'
  if (error instanceof errors.JWKSInvalid) return 'PROVIDER_ANSWER_INVALID'
  return 'ID_TOKEN_MALFORMED'
}

/** Whether the token is signed with an algorithm that we take. */
function algorithmOf(idToken: string): boolean {
  try {
    return algorithms.includes(decodeProtectedHeader(idToken).alg ?? '')
  } catch {
    return false
  }
}
