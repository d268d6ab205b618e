import { canonicalEmail } from '@latchkey/schema'
import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import { AuthError } from '../../core/auth-error.ts'
import { second } from '../../core/duration.ts'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { authorizationUrl, type ClientAuthentication, hasAccessToken, redeemCode } from './code-exchange.ts'
import { Discovery, type ProviderMetadata } from './discovery.ts'
import { providerKeys, verifyIdToken } from './id-token.ts'
import type { AuthorizationAnswer, AuthorizationParameters, Bounded, ClientCredentials, Provider } from './provider.ts'
import { providerFetch } from './provider-fetch.ts'

export interface OpenIdProviderSettings extends ClientCredentials {
  readonly id: string
  readonly name: string
  /** To the letter as in its discovery document. */
  readonly issuer: string
}

const scopes = ['openid', 'email', 'profile'] as const

/** Google, and every other OpenID provider: they differ in where the discovery document is. */
export class OpenIdProvider implements Provider {
  readonly id: string
  readonly name: string
  readonly provesFreshSignIn: boolean
  readonly #settings: OpenIdProviderSettings
  readonly #discovery: Discovery
  #keys: { readonly uri: string; readonly get: JWTVerifyGetKey } | null = null

  constructor(settings: OpenIdProviderSettings, { provesFreshSignIn }: Pick<Provider, 'provesFreshSignIn'>) {
    this.provesFreshSignIn = provesFreshSignIn
    this.id = settings.id
    this.name = settings.name
    this.#settings = settings
    this.#discovery = new Discovery(settings.issuer)
  }

  async authorizationUrl(parameters: AuthorizationParameters, bounded: Bounded): Promise<URL> {
    const { authorization_endpoint } = await this.#discovery.read(bounded)
    const url = authorizationUrl(authorization_endpoint, this.#settings, parameters, scopes)
    url.searchParams.set('nonce', parameters.nonce)
    if (parameters.fresh) {
      url.searchParams.set('prompt', 'login')
      url.searchParams.set('max_age', '0')
    }
    return url
  }

  async checkIssuer(issuer: string | null, bounded: Bounded): Promise<void> {
    if (issuer !== null && issuer !== this.#settings.issuer) throw new AuthError('ISSUER_MISMATCH')
    if (issuer !== null) return
    const metadata = await this.#discovery.read(bounded)
    if (metadata.authorization_response_iss_parameter_supported) throw new AuthError('ISSUER_MISSING')
  }

  async identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity> {
    const metadata = await this.#discovery.read(bounded)
    const { issuer, clientId } = this.#settings
    const authentication = authenticationOf(metadata)
    const tokens = await redeemCode(metadata.token_endpoint, this.#settings, authentication, answer, bounded)
    if (!('id_token' in tokens.data)) throw new AuthError('ID_TOKEN_MISSING')
    if (typeof tokens.data.id_token !== 'string') throw new AuthError('ID_TOKEN_MALFORMED')

    const keys = this.#keysAt(metadata.jwks_uri)
    const { nonce, authenticatedSince } = answer
    const { provesFreshSignIn } = this
    const expected = { issuer, clientId, nonce, authenticatedSince, provesFreshSignIn, now: bounded.now }
    const claims = await verifyIdToken(tokens.idToken(), keys, expected)
    const saysEnough = claims['email'] !== undefined && claims['email_verified'] !== undefined
    if (saysEnough || metadata.userinfo_endpoint === undefined || !hasAccessToken(tokens)) {
      return identityFrom(issuer, claims.sub, claims)
    }
    const about = await readUserInfo(metadata.userinfo_endpoint, tokens.accessToken(), claims.sub, bounded)
    return identityFrom(issuer, claims.sub, { ...about, ...claims, ...emailClaims(claims, about) })
  }

  #keysAt(uri: string): JWTVerifyGetKey {
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
