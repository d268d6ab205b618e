import type { ClientCredentials, Provider } from './provider.ts'

/** A variable of a provider beside its client id and secret. */
export interface ProviderVariable {
  /** The end of its name: `BASE_URL` of `GITHUB_BASE_URL`. */
  readonly suffix: string
  /**
   * `issuer` and `baseUrl` are addresses of a server that secrets are sent to: https, or http on this machine. An issuer is
   * taken to the letter, a base address without the slash at its end.
   */
  readonly kind: 'text' | 'issuer' | 'baseUrl'
  /** `null` where it must be set beside the client id. */
  readonly default: string | null
  /** What `.env.example` says above it; `null` where its name says enough. */
  readonly comment: string | null
  /** What a value must be beyond its kind; any other stops the start. */
  readonly accepts?: {
    test(value: string): boolean
    /** What follows the name of the variable: "must be …". */
    readonly refusal: string
  }
}

/** What the variables of a provider say, by the names that its definition gives them. */
export type ProviderSettings<Setting extends string = string> = Readonly<
  Record<'id' | 'name' | keyof ClientCredentials, string>
> &
  Readonly<Record<Setting, string>>

interface ProviderDefinitionBase<Setting extends string> {
  /**
   * Its variables beside `CLIENT_ID` and `CLIENT_SECRET`, which every provider has. One under the name `clientSecret` takes
   * the place of the latter.
   */
  readonly variables: Readonly<Record<Setting, ProviderVariable>>

  /**
   * Whether its ID token states when its user signed in (`auth_time`), so that a step-up can require that it was just now.
   * A step-up through another provider counts for a shorter time.
   *
   * @see [OpenID Connect Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest), `max_age`
   */
  readonly provesFreshSignIn: boolean

  /** Returns a provider of these settings, which its own variables gave. It calls nothing before it is used. */
  create(settings: ProviderSettings<Setting>): Provider

  /**
   * Returns the variables, client id and secret included, that make the server use the local provider of development.
   *
   * @param address - the origin of the local provider
   * @returns `null` where the local provider does not play this one
   */
  local(address: string): Readonly<Record<string, string>> | null
}

/** Defines one provider, whose variables begin with its id in capitals: `GITHUB_CLIENT_ID`. */
export interface SingleProviderDefinition<Setting extends string = string> extends ProviderDefinitionBase<Setting> {
  readonly kind: 'single'
  /** Lower-case letters and digits. Stored with sign-in methods and registered in redirect URIs: it must not change. */
  readonly id: string
  /** On buttons. */
  readonly name: string
}

/**
 * Defines any number of providers that the operator names. Their variables begin with a prefix and that name:
 * `OIDC_ACME_CLIENT_ID`. In lower case the name is the id, and `OIDC_ACME_NAME` is what the button says.
 */
export interface NamedProviderDefinition<Setting extends string = string> extends ProviderDefinitionBase<Setting> {
  readonly kind: 'named'
  readonly prefix: string
  /** The suffix of the variable that adds a provider: the other variables must be set beside it. */
  readonly key: string
  /** What these providers are, for `.env.example`. */
  readonly comment: string
}

export type ProviderDefinition = SingleProviderDefinition | NamedProviderDefinition
