import { z } from 'zod'
import { AuthError } from '../../core/auth-error.ts'
import { after, hour } from '../../core/duration.ts'
import type { Bounded } from './provider.ts'
import { providerFetch } from './provider-fetch.ts'

const cacheFor = hour

/** The part of a provider's metadata that is used, in the names of the specification. */
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
})
export type ProviderMetadata = z.output<typeof metadata>

/** Where the metadata of a provider come from. */
export interface MetadataSource {
  /** @throws AuthError `PROVIDER_UNAVAILABLE`, `PROVIDER_ANSWER_INVALID`, `PROVIDER_TIMEOUT` */
  read(bounded: Bounded): Promise<ProviderMetadata>
}

/**
 * Reads a provider's discovery document when it is first needed, and again an hour later. A failure is not remembered.
 *
 * @see [OpenID Connect Discovery §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)
 */
export class Discovery implements MetadataSource {
  readonly #address: string
  readonly #issuer: string
  #cached: { readonly metadata: Promise<ProviderMetadata>; readonly until: Date } | null = null

  /**
   * @param address - what stands before `/.well-known/openid-configuration`
   * @param issuer - what the document must name, where that is not its address
   */
  constructor(address: string, issuer: string = address) {
    this.#address = address
    this.#issuer = issuer
  }

  async read(bounded: Bounded): Promise<ProviderMetadata> {
    if (this.#cached !== null && this.#cached.until > bounded.now) return this.#cached.metadata
    const reading = { metadata: this.#fetch(bounded), until: after(bounded.now, cacheFor) }
    this.#cached = reading
    try {
      return await reading.metadata
    } catch (error) {
      if (this.#cached === reading) this.#cached = null
      throw error
    }
  }

  async #fetch({ signal }: Bounded): Promise<ProviderMetadata> {
    const url = `${this.#address.replace(/\/$/, '')}/.well-known/openid-configuration`
    const { status, json } = await providerFetch(url, {}, signal)
    if (status !== 200) throw new AuthError('PROVIDER_UNAVAILABLE')
    const parsed = metadata.safeParse(json)
    // The document must name its issuer to the letter, and no endpoint that is less protected than the issuer.
    if (!parsed.success || parsed.data.issuer !== this.#issuer || !this.#isAsSafe(parsed.data)) {
      throw new AuthError('PROVIDER_ANSWER_INVALID')
    }
    return parsed.data
  }

  #isAsSafe({ authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint }: ProviderMetadata): boolean {
    if (!this.#address.startsWith('https:')) return true
    const endpoints = [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint]
    return endpoints.every((endpoint) => endpoint === undefined || endpoint.startsWith('https:'))
  }
}
