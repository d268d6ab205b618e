import { timingSafeEqual } from 'node:crypto'
import { minute } from '../../duration.ts'
import type { RandomBytes } from '../../random.ts'
import { hashSecret, isSecret, newSecret } from '../../secret.ts'
import type { SessionId } from '../../sessions/session.ts'
import type { UserId } from '../../users/user.ts'

/** The `state` of one trip: it names the request, and only its hash is stored. */
export type AuthorizationState = string & { readonly __brand: 'AuthorizationState' }
export type StateHash = string & { readonly __brand: 'StateHash' }

/** The secret in a cookie of its own that ties a trip to the browser which began it; several trips may share it. */
export type BrowserSecret = string & { readonly __brand: 'BrowserSecret' }
export type BrowserHash = string & { readonly __brand: 'BrowserHash' }

export type AuthorizationIntent =
  | { readonly kind: 'sign_in'; readonly remember: boolean }
  /** Bound to who started it, on which session: nobody else can complete it. */
  | { readonly kind: 'link' | 'step_up'; readonly userId: UserId; readonly sessionId: SessionId }

/** One trip to a provider, consumed once. */
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

export const authorizationLifetime = 10 * minute

export function newBrowserSecret(random: RandomBytes): BrowserSecret {
  return newSecret(random) as BrowserSecret
}

export function parseBrowserSecret(value: string | null): BrowserSecret | null {
  return value !== null && isSecret(value) ? (value as BrowserSecret) : null
}

export function hashState(state: AuthorizationState): StateHash {
  return hashSecret(state) as StateHash
}

export function hashBrowserSecret(secret: BrowserSecret): BrowserHash {
  return hashSecret(secret) as BrowserHash
}

export function isSameBrowser(request: AuthorizationRequest, secret: BrowserSecret | null): boolean {
  if (secret === null) return false
  return timingSafeEqual(Buffer.from(request.browserHash), Buffer.from(hashBrowserSecret(secret)))
}
