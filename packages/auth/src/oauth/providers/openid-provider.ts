import { canonicalEmail } from '@latchkey/schema'
import type { OAuth2Tokens } from 'arctic'
import type { JWTPayload } from 'jose'
import { AuthError } from '../../core/auth-error.ts'
import { second } from '../../core/duration.ts'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { authorizationUrl, type ClientAuthentication, hasAccessToken, redeemCode } from './code-exchange.ts'
import { Discovery, type MetadataSource, type ProviderMetadata } from './discovery.ts'
import { namedKeys, type ProviderKeys, providerKeys, unverifiedClaims, verifyIdToken } from './id-token.ts'
import { defaultQuirks, type OpenIdQuirks, type StandardQuirks } from './openid-quirks.ts'
import type {
  AuthorizationAnswer,
  AuthorizationParameters,
  Bounded,
  ClientCredentials,
  Provider,
  ResponseMode,
} from './provider.ts'
import { providerFetch } from './provider-fetch.ts'

export interface OpenIdProviderSettings extends ClientCredentials {
  readonly id: string
  readonly name: string
  /** To the letter as in its discovery document. */
  readonly issuer: string
}

/** An OpenID provider: they differ in where their metadata are, and in their quirks. */
export class OpenIdProvider implements Provider {
  readonly id: string
  readonly name: string
  readonly provesFreshSignIn: boolean
  readonly responseMode: ResponseMode
  readonly #settings: OpenIdProviderSettings
  readonly #quirks: OpenIdQuirks & StandardQuirks
  readonly #metadata: MetadataSource
  #keys: { readonly uri: string; readonly get: ProviderKeys } | null = null

  constructor(settings: OpenIdProviderSettings, quirks: OpenIdQuirks) {
    this.provesFreshSignIn = quirks.provesFreshSignIn
    this.id = settings.id
    this.name = settings.name
    this.#settings = settings
    this.#quirks = { ...defaultQuirks, ...quirks }
    this.responseMode = this.#quirks.responseMode
    this.#metadata = quirks.metadata ?? new Discovery(settings.issuer)
  }

  async authorizationUrl(parameters: AuthorizationParameters, bounded: Bounded): Promise<URL> {
    const { authorization_endpoint } = await this.#metadata.read(bounded)
    const { scopes, pkce, responseMode, freshParameters } = this.#quirks
    const codeVerifier = pkce ? parameters.codeVerifier : null
    const url = authorizationUrl(authorization_endpoint, this.#settings, { ...parameters, codeVerifier }, scopes)
    const others = {
      nonce: parameters.nonce,
      ...(responseMode === 'query' ? {} : { response_mode: responseMode }),
      ...this.#quirks.parameters,
      ...(parameters.fresh ? freshParameters : {}),
    }
    for (const [name, value] of Object.entries(others)) url.searchParams.set(name, value)
    return url
  }

  async checkIssuer(issuer: string | null, bounded: Bounded): Promise<void> {
    if (issuer !== null) {
      const isOurs = this.#quirks.issuers?.has(issuer) ?? issuer === this.#settings.issuer
      if (!isOurs) throw new AuthError('ISSUER_MISMATCH')
      return
    }
    const metadata = await this.#metadata.read(bounded)
    if (metadata.authorization_response_iss_parameter_supported) throw new AuthError('ISSUER_MISSING')
  }

  async identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity> {
    const metadata = await this.#metadata.read(bounded)
    const { neededClaims, standardClaims } = this.#quirks
    const tokens = await this.#redeem(answer, metadata, bounded)
    const { issuer, claims } = await this.#verify(tokens.idToken(), answer, metadata, bounded)
    const saysEnough = neededClaims.every((claim) => claims[claim] !== undefined)
    const about =
      saysEnough || metadata.userinfo_endpoint === undefined || !hasAccessToken(tokens)
        ? null
        : await readUserInfo(metadata.userinfo_endpoint, tokens.accessToken(), claims.sub, bounded)
    const said = about === null ? claims : { ...about, ...claims, ...emailClaims(claims, about) }
    return identityFrom(issuer, claims.sub, standardClaims?.(said, answer.user) ?? said)
  }

  /** Returns tokens with an ID token among them. */
  async #redeem(answer: AuthorizationAnswer, metadata: ProviderMetadata, bounded: Bounded): Promise<OAuth2Tokens> {
    const { pkce, clientSecret } = this.#quirks
    const { clientId } = this.#settings
    const secret = (await clientSecret?.(bounded.now)) ?? this.#settings.clientSecret
    const tokens = await redeemCode(
      metadata.token_endpoint,
      { clientId, clientSecret: secret },
      authenticationOf(metadata),
      { ...answer, codeVerifier: pkce ? answer.codeVerifier : null },
      bounded,
    )
    if (!('id_token' in tokens.data)) throw new AuthError('ID_TOKEN_MISSING')
    if (typeof tokens.data.id_token !== 'string') throw new AuthError('ID_TOKEN_MALFORMED')
    return tokens
  }

  async #verify(
    idToken: string,
    { nonce, authenticatedSince }: AuthorizationAnswer,
    { jwks_uri }: ProviderMetadata,
    { now }: Bounded,
  ): Promise<{ readonly issuer: string; readonly claims: JWTPayload & { readonly sub: string } }> {
    const { issuers, repeatsNonce, provesFreshSignIn } = this.#quirks
    const { clientId } = this.#settings
    const issuer = issuers === undefined ? this.#settings.issuer : issuers.ofToken(unverifiedClaims(idToken))
    if (issuer === null) throw new AuthError('ID_TOKEN_ISSUER')
    const keys = this.#keysAt(jwks_uri)
    const expected = { issuer, clientId, nonce, repeatsNonce, authenticatedSince, provesFreshSignIn, now }
    const claims = await verifyIdToken(idToken, keys, expected)
    if (issuers !== undefined && !namedKeys(idToken, keys).every((key) => issuers.isKeyOf(key, issuer))) {
      throw new AuthError('ID_TOKEN_SIGNATURE')
    }
    return { issuer, claims }
  }

  #keysAt(uri: string): ProviderKeys {
    if (this.#keys?.uri !== uri) this.#keys = { uri, get: providerKeys(uri) }
    return this.#keys.get
  }
}

/** @see [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication) */
function authenticationOf({ token_endpoint_auth_methods_supported: methods }: ProviderMetadata): ClientAuthentication {
  return methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post'
}

/**
 * Returns the claims that a provider leaves out of its ID token.
 *
 * @see [OpenID Connect Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse): another
 *   subject's answer must not be used
 */
async function readUserInfo(
  url: string,
  accessToken: string,
  subject: string,
  { signal }: Bounded,
): Promise<JWTPayload> {
  const { status, json } = await providerFetch(url, { headers: { Authorization: `Bearer ${accessToken}` } }, signal)
  if (status !== 200) throw new AuthError('PROVIDER_UNAVAILABLE')
  if (typeof json !== 'object' || json === null) throw new AuthError('PROVIDER_ANSWER_INVALID')
  const claims = json as JWTPayload
  if (claims.sub !== subject) throw new AuthError('ID_TOKEN_CLAIMS')
  return claims
}

/**
 * Returns an address with the verification that was said of that very address. Userinfo may answer about another one than
 * the ID token.
 */
function emailClaims(idToken: JWTPayload, userInfo: JWTPayload): JWTPayload {
  const { email, email_verified: emailVerified } = userInfo
  if (idToken['email'] === undefined) return { email, email_verified: emailVerified }
  if (idToken['email_verified'] !== undefined) return {}
  const [said, verified] = [idToken['email'], email].map((text) =>
    typeof text === 'string' ? canonicalEmail(text) : null,
  )
  return { email: idToken['email'], email_verified: said !== null && said === verified ? emailVerified : false }
}

/** Absent means false: only the boolean `true` says that the address belongs to the account. */
function identityFrom(issuer: string, subject: string, claims: JWTPayload): ProviderIdentity {
  const { email, email_verified: emailVerified, name, auth_time: authTime } = claims
  const canonical = typeof email === 'string' ? canonicalEmail(email) : null
  return {
    issuer,
    subject,
    email: canonical,
    emailVerified: canonical !== null && emailVerified === true,
    name: typeof name === 'string' ? name : null,
    authenticatedAt: typeof authTime === 'number' ? new Date(authTime * second) : null,
  }
}
