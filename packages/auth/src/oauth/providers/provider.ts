import type { ProviderIdentity } from '../identities/identity.ts'

export interface AuthorizationParameters {
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
  readonly nonce: string
  /** The person should prove themselves to the provider again, however lately they did. */
  readonly fresh: boolean
}

export interface AuthorizationAnswer extends Omit<AuthorizationParameters, 'state' | 'fresh'> {
  readonly code: string
  /** The moment since when the person must have proved themselves to the provider; `null` when any time will do. */
  readonly provedSince: Date | null
}

/** Calls to a provider end with this signal, whatever they are waiting for. */
export interface Bounded {
  readonly signal: AbortSignal
  readonly now: Date
}

/**
 * An external authorization server: where to send the browser, and one function from what it answers to who came back.
 *
 * Everything it throws that is the provider's doing is an AuthError with a reason of its own.
 */
export interface Provider {
  /** As in addresses and procedures. */
  readonly id: string
  /** As on buttons. */
  readonly name: string

  authorizationUrl(parameters: AuthorizationParameters, bounded: Bounded): Promise<URL>

  /**
   * Whether the answer names the issuer that it must come from.
   *
   * @throws AuthError `ISSUER_MISMATCH`; `ISSUER_MISSING` when this provider always sends it
   * @see [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)
   */
  checkIssuer(issuer: string | null, bounded: Bounded): Promise<void>

  /** Redeems the code, once, and says who came back. No token of the provider is kept. */
  identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity>
}

/** What a developer registers at a provider. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}
