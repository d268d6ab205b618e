import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'
import type { Role } from '@latchkey/schema'
import { minute, second } from '../duration.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'
import type { SigningKeys } from './signing-keys.ts'

/** A JWT that acts as a session for some minutes. */
export type AccessToken = string & { readonly __brand: 'AccessToken' }

export const accessTokenLifetime = 10 * minute

/** Longer than any of ours; what is longer is not parsed. */
const maxLength = 2048
const type = 'at+jwt'
/** What we write, and nothing that would want to be understood. */
const ourHeader: ReadonlySet<string> = new Set(['typ', 'alg', 'kid'])
const clockTolerance = 5

export interface AccessTokenSubject {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly clientId: string
  readonly role: Role
}

export interface AccessTokensDependencies {
  readonly keys: SigningKeys
  /** Who signs, and for whom: this server, for itself and for services that trust it. */
  readonly issuer: string
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * Access tokens as RFC 9068 has them, with the session in `sid`. They hold identifiers and the role, nothing private:
 * whoever holds one can read it.
 *
 * @see [RFC 9068 §2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2)
 */
export class AccessTokens {
  readonly #deps: AccessTokensDependencies

  constructor(deps: AccessTokensDependencies) {
    this.#deps = deps
  }

  async sign({ userId, sessionId, clientId, role }: AccessTokenSubject): Promise<AccessToken> {
    const { keys, issuer, now, random } = this.#deps
    const { id, algorithm, key } = await keys.current()
    const issuedAt = Math.floor(now().getTime() / second)
    const token = await new SignJWT({ client_id: clientId, sid: sessionId, role })
      .setProtectedHeader({ typ: type, alg: algorithm, kid: id })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + accessTokenLifetime / second)
      .setJti(newId(random))
      .sign(key)
    return token as AccessToken
  }

  /**
   * Whom a token stands for, by its signature and its times alone: whether the session is still live, its row says.
   * `null` for everything else. The key is one of ours, by its id, and says which algorithm; nothing else that the token
   * names is followed.
   */
  async verify(text: string): Promise<Pick<AccessTokenSubject, 'userId' | 'sessionId'> | null> {
    if (text.length > maxLength) return null
    try {
      const header = decodeProtectedHeader(text)
      if (typeof header.kid !== 'string' || !Object.keys(header).every((name) => ourHeader.has(name))) return null
      const known = await this.#deps.keys.verifying(header.kid)
      if (known === null) return null
      const { issuer, now } = this.#deps
      const { payload } = await jwtVerify(text, known.key, {
        algorithms: [known.algorithm],
        typ: type,
        issuer,
        audience: issuer,
        currentDate: now(),
        clockTolerance,
        maxTokenAge: accessTokenLifetime / second,
        requiredClaims: ['sub', 'exp', 'iat', 'jti', 'sid', 'client_id'],
      })
      const { sub, sid } = payload
      if (sub === undefined || typeof sid !== 'string') return null
      return { userId: sub as UserId, sessionId: sid as SessionId }
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null
      throw error
    }
  }
}
