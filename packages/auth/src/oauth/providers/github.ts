import { canonicalEmail } from '@latchkey/schema'
import { z } from 'zod'
import { AuthError } from '../../core/auth-error.ts'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { authorizationUrl, hasAccessToken, redeemCode } from './code-exchange.ts'
import { localClient } from './local-provider-variables.ts'
import type { AuthorizationAnswer, AuthorizationParameters, Bounded, Provider } from './provider.ts'
import type { ProviderSettings, SingleProviderDefinition } from './provider-definition.ts'
import { providerFetch } from './provider-fetch.ts'

/** GitHub, or a GitHub Enterprise server. */
export const github: SingleProviderDefinition<'baseUrl'> = {
  kind: 'single',
  id: 'github',
  name: 'GitHub',
  variables: {
    baseUrl: {
      suffix: 'BASE_URL',
      kind: 'baseUrl',
      default: 'https://github.com',
      comment: 'The address of a GitHub Enterprise server, where that is what you have.',
    },
  },
  provesFreshSignIn: false,
  create: (settings) => new GitHubProvider(settings),
  local: (address) => ({ ...localClient('GITHUB'), GITHUB_BASE_URL: `${address}/github` }),
}

/** `user:email` gives the addresses and says which of them is verified. The public profile needs no scope. */
const scopes = ['user:email'] as const

const user = z.object({ id: z.int().positive(), login: z.string(), name: z.string().nullish() })
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * GitHub is no OpenID provider: its API says to which account an access token belongs.
 *
 * @see [GitHub, authorizing OAuth apps](https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps)
 */
class GitHubProvider implements Provider {
  readonly id: string
  readonly name: string
  readonly provesFreshSignIn = false
  readonly #settings: ProviderSettings<'baseUrl'>
  readonly #api: string

  constructor(settings: ProviderSettings<'baseUrl'>) {
    this.id = settings.id
    this.name = settings.name
    this.#settings = settings
    const { baseUrl } = settings
    this.#api = baseUrl === 'https://github.com' ? 'https://api.github.com' : `${baseUrl}/api/v3`
  }

  async authorizationUrl(parameters: AuthorizationParameters): Promise<URL> {
    return authorizationUrl(`${this.#settings.baseUrl}/login/oauth/authorize`, this.#settings, parameters, scopes)
  }

  /** GitHub has no metadata that announces `iss`, but may send it; a callback with another issuer is not from GitHub. */
  async checkIssuer(issuer: string | null): Promise<void> {
    const { baseUrl } = this.#settings
    if (issuer !== null && issuer !== `${baseUrl}/login/oauth` && issuer !== baseUrl)
      throw new AuthError('ISSUER_MISMATCH')
  }

  async identify(answer: AuthorizationAnswer, bounded: Bounded): Promise<ProviderIdentity> {
    const endpoint = `${this.#settings.baseUrl}/login/oauth/access_token`
    const tokens = await redeemCode(endpoint, this.#settings, 'client_secret_post', answer, bounded)
    if (!hasAccessToken(tokens)) throw new AuthError('PROVIDER_ANSWER_INVALID')
    const accessToken = tokens.accessToken()
    const [profile, addresses] = await Promise.all([
      this.#read('/user', user, accessToken, bounded),
      this.#read('/user/emails', emails, accessToken, bounded),
    ])
    const primary = addresses.find((address) => address.primary)
    const email = primary === undefined ? null : canonicalEmail(primary.email)
    return {
      issuer: this.#settings.baseUrl,
      subject: String(profile.id),
      email,
      emailVerified: email !== null && primary?.verified === true,
      name: profile.name ?? profile.login,
      authenticatedAt: null,
    }
  }

  async #read<T>(path: string, shape: z.ZodType<T>, accessToken: string, { signal }: Bounded): Promise<T> {
    const headers = { Authorization: `Bearer ${accessToken}`, Accept: 'application/vnd.github+json' }
    const { status, json } = await providerFetch(this.#api + path, { headers }, signal)
    if (status !== 200) throw new AuthError('PROVIDER_UNAVAILABLE')
    const parsed = shape.safeParse(json)
    if (!parsed.success) throw new AuthError('PROVIDER_ANSWER_INVALID')
    return parsed.data
  }
}
