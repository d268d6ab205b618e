import type { ProviderIdentity } from '../../identities/identity.ts'

export interface AuthorizationParameters {
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
  readonly nonce: string
  /** The provider should authenticate its user again, however recently it did. */
  readonly fresh: boolean
}

export interface AuthorizationAnswer extends Omit<AuthorizationParameters, 'state' | 'fresh'> {
  readonly code: string
  /** What the callback says of the user beside the code, where the provider sends such a thing; it is not signed. */
  readonly user: string | null
  /** Since when the provider must have authenticated its user; `null` when any time will do. */
  readonly authenticatedSince: Date | null
}

/** The bounds of calls to a provider: they end with the signal, whatever they wait for. */
export interface Bounded {
  readonly signal: AbortSignal
  readonly now: Date
}

/**
 * @see [OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
 */
export type ResponseMode = 'query' | 'form_post'

/**
 * An external authorization server: where to send the browser, and how to turn its callback into an identity. What it
 * throws for a failure of the provider is an `AuthError` with a reason of its own.
 */
export interface Provider {
  /** In addresses and procedures. */
  readonly id: string
  /** On buttons. */
  readonly name: string
  /** Whether its answer proves that it authenticated its user just now, where it was asked to. */
  readonly provesFreshSignIn: boolean
  /** How its callback comes: in the address, or in a form that the browser posts. */
  readonly responseMode: ResponseMode

  /** Returns where to send the browser. */
  authorizationUrl(parameters: AuthorizationParameters, bounded: Bounded): Promise<URL>

  /**
   * Checks that a callback names the issuer that it must come from.
   *
   * @throws AuthError `ISSUER_MISMATCH`; `ISSUER_MISSING` when this provider always sends it
   * @see [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)
   */
  checkIssuer(issuer: string | null, bounded: Bounded): Promise<void>

  /** Redeems the code, once, and returns the identity. No token of the provider is kept. */
  identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity>
}

/** What a developer registers at a provider. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}
