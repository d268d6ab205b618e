import type { JWK, JWTPayload } from 'jose'
import type { MetadataSource } from './discovery.ts'
import type { Provider, ResponseMode } from './provider.ts'

type Parameters = Readonly<Record<string, string>>

/** Which issuer the ID tokens of a provider with several issuers name. */
export interface SeveralIssuers {
  /** Returns the issuer that an ID token with these claims must name; `null` when none may issue it. */
  ofToken(claims: JWTPayload): string | null
  /** Whether a published key signs for an issuer. */
  isKeyOf(key: JWK, issuer: string): boolean
  /** Whether a callback may name this issuer. */
  has(issuer: string): boolean
}

/** In what an OpenID provider differs from the others. What is left out is as OpenID Connect says. */
export interface OpenIdQuirks extends Pick<Provider, 'provesFreshSignIn'> {
  /** Where its metadata come from, where that is not the discovery document of its issuer. */
  readonly metadata?: MetadataSource
  /** Where one discovery document stands for several issuers. */
  readonly issuers?: SeveralIssuers
  readonly scopes?: readonly string[]
  /** Parameters of every authorization request beside those of OpenID Connect. */
  readonly parameters?: Parameters
  /** Parameters that ask it to authenticate its user again. */
  readonly freshParameters?: Parameters
  readonly responseMode?: ResponseMode
  /** Whether it takes PKCE. */
  readonly pkce?: boolean
  /** Whether its ID tokens have the nonce of the authorization request. */
  readonly repeatsNonce?: boolean
  /** Userinfo is read when the ID token lacks one of these claims. */
  readonly neededClaims?: readonly string[]
  /** Returns the secret for one call of the token endpoint, where it is not the one of the settings. */
  readonly clientSecret?: (now: Date) => Promise<string>
  /**
   * Returns what the provider says as the claims of OpenID Connect.
   *
   * @param user - what its callback says of the user, which is not signed: it may name them and nothing more
   */
  readonly standardClaims?: (claims: JWTPayload, user: string | null) => JWTPayload
}

/** The quirks that every provider has a value for. */
export type StandardQuirks = Required<
  Pick<
    OpenIdQuirks,
    'scopes' | 'parameters' | 'freshParameters' | 'responseMode' | 'pkce' | 'repeatsNonce' | 'neededClaims'
  >
>

/** What holds for a provider where its quirks say nothing else. */
export const defaultQuirks: StandardQuirks = {
  scopes: ['openid', 'email', 'profile'],
  parameters: {},
  freshParameters: { prompt: 'login', max_age: '0' },
  responseMode: 'query',
  pkce: true,
  repeatsNonce: true,
  neededClaims: ['email', 'email_verified'],
}
