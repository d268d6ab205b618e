import { timingSafeEqual } from 'node:crypto'
import type { SessionId, UserId } from '@latchkey/schema'
import { minute } from '../core/duration.ts'
import { hashSecret, type Secret, type SecretHash } from '../core/secret.ts'

/** The `state` of an authorization request. It names the request, and only its hash is stored. */
export type AuthorizationState = Secret<'state'>
export type StateHash = SecretHash<'state'>

/**
 * The secret in a cookie of its own that binds an authorization request to the browser which started it. Each request of a
 * browser has a new one, so that only the last one can be completed.
 */
export type BrowserSecret = Secret<'browser'>
export type BrowserHash = SecretHash<'browser'>

export type AuthorizationIntent =
  | { readonly kind: 'sign_in'; readonly remember: boolean }
  /** Bound to the user who started it and their session: no other session can complete it. */
  | { readonly kind: 'link' | 'step_up'; readonly userId: UserId; readonly sessionId: SessionId }

/** An authorization request at a provider, consumed once by its callback. */
export interface AuthorizationRequest {
  readonly stateHash: StateHash
  readonly browserHash: BrowserHash
  readonly provider: string
  readonly intent: AuthorizationIntent
  /** PKCE, [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1). */
  readonly codeVerifier: string
  readonly nonce: string
  /** A path of this app. */
  readonly returnTo: string
  readonly expiresAt: Date
}

/** For how many milliseconds a callback may take. */
export const authorizationLifetime = 10 * minute

/** Whether a browser secret is the one that the authorization request was started with. Compares in constant time. */
export function isSameBrowser({ browserHash }: AuthorizationRequest, secret: BrowserSecret | null): boolean {
  if (secret === null) return false
  return timingSafeEqual(Buffer.from(browserHash), Buffer.from(hashSecret(secret)))
}
