import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { anotherIssuer } from '../faults/apply-response-fault.ts'
import type { FaultId } from '../faults/faults.ts'
import { localClient } from '../local-client.ts'
import type { SigningKeys } from './signing-keys.ts'

const anotherClient = 'another-client'
const hourSeconds = 60 * 60

/** `now` is in seconds, as `iat` and `exp` are. */
type ClaimsFault = (claims: JWTPayload, now: number) => JWTPayload

/** Claims that a client must refuse, under a valid signature. `undefined` leaves a claim out. */
const claimsFaults: Partial<Record<FaultId, ClaimsFault>> = {
  'wrong-id-token-iss': (claims) => ({ ...claims, iss: anotherIssuer }),
  'wrong-aud': (claims) => ({ ...claims, aud: anotherClient }),
  'two-aud': (claims) => ({ ...claims, aud: [localClient.id, anotherClient], azp: undefined }),
  'wrong-azp': (claims) => ({ ...claims, azp: anotherClient }),
  'wrong-nonce': (claims) => ({ ...claims, nonce: 'another-nonce' }),
  'missing-nonce': (claims) => ({ ...claims, nonce: undefined }),
  expired: (claims, now) => ({ ...claims, iat: now - 2 * hourSeconds, exp: now - hourSeconds }),
  'old-sign-in': (claims, now) => ({ ...claims, auth_time: now - hourSeconds }),
  'missing-sign-in-time': (claims) => ({ ...claims, auth_time: undefined }),
  'issued-in-future': (claims, now) => ({ ...claims, iat: now + hourSeconds, exp: now + 2 * hourSeconds }),
}

type SignatureFault = (claims: JWTPayload, keys: SigningKeys) => Promise<string> | string | null

/** Correct claims, under a signature that a client must refuse. Null leaves the ID token out. */
const signatureFaults: Partial<Record<FaultId, SignatureFault>> = {
  'alg-none': (claims) => new UnsecuredJWT(claims).encode(),
  'other-key': (claims, { alg, kid, unpublished }) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(unpublished),
  'unknown-kid': (claims, { alg, unpublished }) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'never-published' }).sign(unpublished),
  hs256: (claims, { kid }) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(new TextEncoder().encode(localClient.secret)),
  'no-id-token': () => null,
}

/**
 * Applies a fault to a correct ID token.
 * @returns the token unchanged for a fault that concerns something else, and null where the ID token is to be left out
 * @see [OpenID Connect Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)
 */
export async function applyIdTokenFault(
  correct: string,
  fault: FaultId,
  keys: SigningKeys,
  now: () => number = Date.now,
): Promise<string | null> {
  const claims = decodeJwt(correct)
  const { [fault]: signatureFault } = signatureFaults
  if (signatureFault !== undefined) return signatureFault(claims, keys)

  const { [fault]: claimsFault } = claimsFaults
  if (claimsFault === undefined) return correct
  const { alg, kid, published } = keys
  const faultyClaims = claimsFault(claims, Math.floor(now() / 1000))
  return new SignJWT(faultyClaims).setProtectedHeader({ alg, kid }).sign(published.key)
}
