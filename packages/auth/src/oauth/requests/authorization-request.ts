import { createHash, timingSafeEqual } from 'node:crypto'
import { minute } from '../../duration.ts'
import type { RandomBytes } from '../../random.ts'
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

const secretBytes = 32
const secretShape = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits, base64url: right for a state, a nonce and a code verifier alike. */
export function newSecret(random: RandomBytes): string {
  return Buffer.from(random(secretBytes)).toString('base64url')
}

export function newBrowserSecret(random: RandomBytes): BrowserSecret {
  return newSecret(random) as BrowserSecret
}

export function parseBrowserSecret(value: string | null): BrowserSecret | null {
  return value !== null && secretShape.test(value) ? (value as BrowserSecret) : null
}

export function hashState(state: AuthorizationState): StateHash {
  return sha256(state) as StateHash
}

export function hashBrowserSecret(secret: BrowserSecret): BrowserHash {
  return sha256(secret) as BrowserHash
}

export function isSameBrowser(request: AuthorizationRequest, secret: BrowserSecret | null): boolean {
  if (secret === null) return false
  return timingSafeEqual(Buffer.from(request.browserHash), Buffer.from(hashBrowserSecret(secret)))
}

function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
