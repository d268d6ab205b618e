import type { SessionId, UserId } from '@latchkey/schema'
import type { Secret, SecretHash } from '../core/secret.ts'

/** What a client redeems for its first tokens: an authorization code or a device code. 256 bits, base64url. */
export type GrantSecret = Secret<'grant'>
export type GrantHash = SecretHash<'grant'>

/** The hash of a user code under a secret of the server: eight letters alone could be guessed from their hash. */
export type UserCodeHash = string & { readonly __brand: 'UserCodeHash' }

/** The user who approved a grant, and the session in which they did. The grant can't be redeemed once that has ended. */
export interface Approval {
  readonly userId: UserId
  readonly sessionId: SessionId
}

interface GrantFacts {
  readonly hash: GrantHash
  readonly clientId: string
  readonly requestedAt: Date
  readonly expiresAt: Date
}

/** An authorization code: made when a user approves a client, and sent through their browser. */
export interface CodeGrant extends GrantFacts {
  readonly kind: 'code'
  readonly redirectUri: string
  /** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2), always S256 */
  readonly codeChallenge: string
  readonly approval: Approval
}

/** A device code: the device waits until a user types the user code that it shows. */
export interface DeviceGrant extends GrantFacts {
  readonly kind: 'device'
  readonly userCodeHash: UserCodeHash
  /** The address of the device, and what it states about itself. */
  readonly ip: string | null
  readonly device: string
  readonly approval: Approval | null
  readonly denied: boolean
}

export type Grant = CodeGrant | DeviceGrant
