import { decodeProtectedHeader, errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Role, SessionId, UserId } from '@latchkey/schema'
import { minute, second } from '../core/duration.ts'
import { newId, type RandomBytes } from '../core/random.ts'
import type { SigningKeys, UsableKey } from './signing-keys.ts'
import type { Audience } from './token-resources.ts'

/** A JWT that authenticates a client session for some minutes. */
export type AccessToken = string & { readonly __brand: 'AccessToken' }

/** Milliseconds. */
export const accessTokenLifetime = 10 * minute

/** Longer than any of ours; what is longer is not parsed. */
const maxLength = 2048
const type = 'at+jwt'
const clockTolerance = 5

/** Under a kilobyte each. */
const maxRemembered = 5_000

/** What a token was found to say. */
interface VerifiedToken {
  /** The id of the key that signed it. */
  readonly kid: string
  readonly subject: Pick<AccessTokenSubject, 'userId' | 'sessionId'>
  readonly verifiedAt: Date
  readonly expiresAt: Date
}

export interface AccessTokenSubject {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly clientId: string
  readonly role: Role
}

export interface AccessTokensDependencies {
  readonly keys: SigningKeys
  /** The origin of this server, which is also the audience of the tokens that it takes itself. */
  readonly issuer: string
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * Signs and verifies access tokens in the format of RFC 9068, with the session in `sid`. They hold identifiers and the
 * role, and nothing private, because their holder can read them.
 *
 * @see [RFC 9068 §2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2)
 */
export class AccessTokens {
  readonly #deps: AccessTokensDependencies
  /** By their text, in the order in which they were verified: a signature takes longer than all else of a request. */
  readonly #verified = new Map<string, VerifiedToken>()

  constructor(deps: AccessTokensDependencies) {
    this.#deps = deps
  }

  async sign({ userId, sessionId, clientId, role }: AccessTokenSubject, audience: Audience): Promise<AccessToken> {
    const { keys, issuer, now, random } = this.#deps
    const signing = await keys.current()
    const issuedAt = Math.floor(now().getTime() / second)
    const token = await new SignJWT({ client_id: clientId, sid: sessionId, role })
      .setProtectedHeader(headerFor(signing))
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + accessTokenLifetime / second)
      .setJti(newId(random))
      .sign(signing.key)
    return token as AccessToken
  }

  /**
   * Returns the user and session of a token for this server by its signature and times alone; `null` for every other text,
   * and for a token for another resource: the service that it is for must not act as its user here. Whether the session is
   * live is for the caller to read from its row. The key is found among ours by its id, and determines the algorithm; no
   * other reference in the token is followed.
   *
   * A token that was verified is remembered until it expires; whether its key is still published is asked each time.
   *
   * Only this server writes these tokens, so a token is accepted in the one form in which it writes them: repeated names,
   * spaces, padding and spare bits are refused, and no other parser can read another token in the same text.
   *
   * @see [RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515.html#section-4), for unique names, and
   *   [RFC 4648 §3.5](https://www.rfc-editor.org/rfc/rfc4648.html#section-3.5), for spare bits
   */
  async verify(text: string): Promise<Pick<AccessTokenSubject, 'userId' | 'sessionId'> | null> {
    if (text.length > maxLength) return null
    const remembered = this.#remembered(text)
    if (remembered !== null) {
      return (await this.#deps.keys.verifying(remembered.kid)) === null ? null : remembered.subject
    }
    const [header, claims, signature = ''] = text.split('.')
    const kid = kidOf(text)
    if (kid === null || signature !== encode(Buffer.from(signature, 'base64url'))) return null
    const known = await this.#deps.keys.verifying(kid)
    if (known === null || header !== encode(headerFor(known))) return null
    const payload = await this.#payloadOf(text, known)
    if (payload === null || claims !== encode(payload)) return null
    const { sub, sid, aud, exp = 0 } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || aud !== this.#deps.issuer) return null
    const subject = { userId: sub as UserId, sessionId: sid as SessionId }
    this.#remember(text, { kid, subject, verifiedAt: this.#deps.now(), expiresAt: new Date(exp * second) })
    return subject
  }

  /** A clock that was set back has a token verified anew. */
  #remembered(text: string): VerifiedToken | null {
    const found = this.#verified.get(text)
    if (found === undefined) return null
    const now = this.#deps.now()
    if (found.verifiedAt <= now && now < found.expiresAt) return found
    this.#verified.delete(text)
    return null
  }

  #remember(text: string, verified: VerifiedToken): void {
    this.#verified.set(text, verified)
    const oldest = this.#verified.keys().next().value
    if (this.#verified.size > maxRemembered && oldest !== undefined) this.#verified.delete(oldest)
  }

  async #payloadOf(text: string, { key, algorithm }: UsableKey): Promise<JWTPayload | null> {
    const { issuer, now } = this.#deps
    try {
      const { payload } = await jwtVerify(text, key, {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience: issuer,
        currentDate: now(),
        clockTolerance,
        maxTokenAge: accessTokenLifetime / second,
        requiredClaims: ['sub', 'exp', 'iat', 'jti', 'sid', 'client_id'],
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }
}

/** Returns the id of the key that a token names; `null` where there is no header. */
function kidOf(text: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(text)
    return typeof kid === 'string' ? kid : null
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function headerFor({ id, algorithm }: UsableKey): JWTHeaderParameters {
  return { typ: type, alg: algorithm, kid: id }
}

/** Encodes bytes or an object in the one form that is accepted. */
function encode(value: Uint8Array | object): string {
  return Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64url')
}
