import type { z } from 'zod'
import { AuthError } from '../../core/auth-error.ts'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { authorizationUrl, type ClientAuthentication, hasAccessToken, redeemCode } from './code-exchange.ts'
import type { AuthorizationAnswer, AuthorizationParameters, Bounded, ClientCredentials, Provider } from './provider.ts'
import { providerFetch } from './provider-fetch.ts'

export interface UserApiProviderSettings extends ClientCredentials {
  readonly id: string
  readonly name: string
}

/** What an API says of the account that an access token belongs to. */
export type Account = Pick<ProviderIdentity, 'subject' | 'email' | 'emailVerified' | 'name'>

/** Reads a resource of the API as a shape. */
export type ReadResource = <T>(url: string, shape: z.ZodType<T>) => Promise<T>

/** A provider of plain OAuth 2: it has no ID token, so its API says to which account an access token belongs. */
export interface UserApi {
  /** Identities are stored under it: it must not change. */
  readonly issuer: string
  /** Other issuers that a callback may name. */
  readonly otherIssuers: readonly string[]
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly authentication: ClientAuthentication
  readonly scopes: readonly string[]
  /** The `Accept` header of the API. */
  readonly accepts: string
  /** Reads the account that an access token belongs to. */
  readAccount(read: ReadResource, accessToken: string): Promise<Account>
}

/** A provider of plain OAuth 2 with a user API. */
export class UserApiProvider implements Provider {
  readonly id: string
  readonly name: string
  readonly provesFreshSignIn = false
  readonly responseMode = 'query'
  readonly #settings: UserApiProviderSettings
  readonly #api: UserApi

  constructor(settings: UserApiProviderSettings, api: UserApi) {
    this.id = settings.id
    this.name = settings.name
    this.#settings = settings
    this.#api = api
  }

  async authorizationUrl(parameters: AuthorizationParameters): Promise<URL> {
    const { authorizationEndpoint, scopes } = this.#api
    return authorizationUrl(authorizationEndpoint, this.#settings, parameters, scopes)
  }

  /** Without metadata nothing announces `iss`; a callback with another issuer is not from this provider. */
  async checkIssuer(issuer: string | null): Promise<void> {
    if (issuer !== null && ![this.#api.issuer, ...this.#api.otherIssuers].includes(issuer)) {
      throw new AuthError('ISSUER_MISMATCH')
    }
  }

  async identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity> {
    const { issuer, tokenEndpoint, authentication } = this.#api
    const tokens = await redeemCode(tokenEndpoint, this.#settings, authentication, answer, bounded)
    if (!hasAccessToken(tokens)) throw new AuthError('PROVIDER_ANSWER_INVALID')
    const accessToken = tokens.accessToken()
    const account = await this.#api.readAccount(this.#reader(accessToken, bounded), accessToken)
    return { issuer, ...account, authenticatedAt: null }
  }

  #reader(accessToken: string, { signal }: Bounded): ReadResource {
    return async (url, shape) => {
      const headers = { Authorization: `Bearer ${accessToken}`, Accept: this.#api.accepts }
      const { status, json } = await providerFetch(url, { headers }, signal)
      if (status !== 200) throw new AuthError('PROVIDER_UNAVAILABLE')
      const parsed = shape.safeParse(json)
      if (!parsed.success) throw new AuthError('PROVIDER_ANSWER_INVALID')
      return parsed.data
    }
  }
}
