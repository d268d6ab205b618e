import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { after, hour, minute, second } from '../../core/duration.ts'

/** Apple takes one of at most six months. */
const lifetime = hour
/** How long before its end it is made anew. */
const renewBefore = 5 * minute

export interface SignedSecretClaims {
  /** Of the signing key. */
  readonly keyId: string
  readonly issuer: string
  readonly subject: string
  readonly audience: string
}

/**
 * Returns the function that gives the client secret: a JWT that is signed with the client's private key, and made anew
 * before it ends.
 *
 * @param privateKey - as {@link readSigningKey} takes it
 * @see [Apple, creating a client secret](https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret)
 */
export function signedClientSecret(privateKey: string, claims: SignedSecretClaims): (now: Date) => Promise<string> {
  const key = readSigningKey(privateKey)
  let made: { readonly secret: Promise<string>; readonly until: Date } | null = null
  return async (now) => {
    if (made === null || after(now, renewBefore) >= made.until) {
      made = { secret: sign(key, claims, now), until: after(now, lifetime) }
    }
    return made.secret
  }
}

/**
 * Reads a private key for ES256 in PEM, in which `\n` may stand for the ends of its lines: a variable is often one line.
 *
 * @throws Error when it is none
 */
export function readSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'))
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('a key for ES256 is of the curve P-256')
  return key
}

/** Whether {@link readSigningKey} reads it. */
export function isSigningKey(pem: string): boolean {
  try {
    readSigningKey(pem)
    return true
  } catch {
    return false
  }
}

async function sign(
  key: KeyObject,
  { keyId, issuer, subject, audience }: SignedSecretClaims,
  now: Date,
): Promise<string> {
  const seconds = Math.floor(now.getTime() / second)
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetime / second)
    .sign(key)
}
