import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { anotherIssuer } from '../behaviours/authorization-response.ts'
import type { BehaviourId } from '../behaviours/behaviours.ts'
import { localClient } from '../client.ts'
import type { SigningKeys } from './signing-keys.ts'

const anotherClient = 'another-client'
const hour = 60 * 60

type BentClaims = (claims: JWTPayload, now: number) => JWTPayload

/** Claims that a client must refuse, under a signature that is good. `undefined` leaves a claim out. */
const bentClaims: Partial<Record<BehaviourId, BentClaims>> = {
  'wrong-id-token-iss': (claims) => ({ ...claims, iss: anotherIssuer }),
  'wrong-aud': (claims) => ({ ...claims, aud: anotherClient }),
  'two-aud': (claims) => ({ ...claims, aud: [localClient.id, anotherClient], azp: undefined }),
  'wrong-azp': (claims) => ({ ...claims, azp: anotherClient }),
  'wrong-nonce': (claims) => ({ ...claims, nonce: 'another-nonce' }),
  'missing-nonce': (claims) => ({ ...claims, nonce: undefined }),
  expired: (claims, now) => ({ ...claims, iat: now - 2 * hour, exp: now - hour }),
  'old-sign-in': (claims, now) => ({ ...claims, auth_time: now - hour }),
  'issued-in-future': (claims, now) => ({ ...claims, iat: now + hour, exp: now + 2 * hour }),
}

type BentSignature = (claims: JWTPayload, keys: SigningKeys) => Promise<string> | string | null

/** Good claims, under a signature that a client must refuse. Null leaves the token out. */
const bentSignatures: Partial<Record<BehaviourId, BentSignature>> = {
  'alg-none': (claims) => new UnsecuredJWT(claims).encode(),
  'other-key': (claims, { alg, kid, strange }) => new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(strange),
  'unknown-kid': (claims, { alg, strange }) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'never-published' }).sign(strange),
  hs256: (claims, { kid }) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(new TextEncoder().encode(localClient.secret)),
  'no-id-token': () => null,
}

/** The ID token as the behaviour sends it: the genuine one where it has nothing to say, null for none. */
export async function bendIdToken(genuine: string, behaviour: BehaviourId, keys: SigningKeys): Promise<string | null> {
  const claims = decodeJwt(genuine)
  const { [behaviour]: bendSignature } = bentSignatures
  if (bendSignature !== undefined) return bendSignature(claims, keys)

  const { [behaviour]: bendClaims } = bentClaims
  if (bendClaims === undefined) return genuine
  const now = Math.floor(Date.now() / 1000)
  const { alg, kid, published } = keys
  return new SignJWT(bendClaims(claims, now)).setProtectedHeader({ alg, kid }).sign(published.key)
}
