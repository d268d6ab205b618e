import type { RandomBytes } from '../random.ts'
import { hashSecret, isSecret, newSecret } from '../secret.ts'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'

/** What a client exchanges for its first tokens: an authorization code or a device code. 256 bits, base64url. */
export type GrantSecret = string & { readonly __brand: 'GrantSecret' }
export type GrantHash = string & { readonly __brand: 'GrantHash' }
/** Of a user code, under a secret of the server: eight letters alone could be guessed from their hash. */
export type UserCodeHash = string & { readonly __brand: 'UserCodeHash' }

/** Who said yes, in which session. A grant dies with that session. */
export interface Approval {
  readonly userId: UserId
  readonly sessionId: SessionId
}

interface GrantFacts {
  readonly hash: GrantHash
  readonly clientId: string
  readonly askedAt: Date
  readonly expiresAt: Date
}

/** An authorization code: made when someone approves, sent through their browser. */
export interface CodeGrant extends GrantFacts {
  readonly kind: 'code'
  readonly redirectUri: string
  /** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2), always S256 */
  readonly codeChallenge: string
  readonly approval: Approval
}

/** A device that waits for someone to type the code that it shows. */
export interface DeviceGrant extends GrantFacts {
  readonly kind: 'device'
  readonly userCodeHash: UserCodeHash
  /** Where it asks from, and what it says it is. */
  readonly ip: string | null
  readonly device: string
  readonly approval: Approval | null
  readonly denied: boolean
}

export type Grant = CodeGrant | DeviceGrant

export function newGrantSecret(random: RandomBytes): GrantSecret {
  return newSecret(random) as GrantSecret
}

export function parseGrantSecret(text: string): GrantSecret | null {
  return isSecret(text) ? (text as GrantSecret) : null
}

export function hashGrantSecret(secret: GrantSecret): GrantHash {
  return hashSecret(secret) as GrantHash
}
