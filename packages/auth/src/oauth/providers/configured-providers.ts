import { AuthError } from '../../core/auth-error.ts'
import type { Provider } from './provider.ts'

/** The configured providers, in the order in which they are offered. */
export class ConfiguredProviders {
  readonly #providers: ReadonlyMap<string, Provider>

  constructor(providers: readonly Provider[]) {
    this.#providers = new Map(providers.map((provider) => [provider.id, provider]))
  }

  list(): readonly Provider[] {
    return [...this.#providers.values()]
  }

  find(id: string): Provider | null {
    return this.#providers.get(id) ?? null
  }

  /** @throws AuthError `PROVIDER_NOT_FOUND` */
  get(id: string): Provider {
    const provider = this.find(id)
    if (provider === null) throw new AuthError('PROVIDER_NOT_FOUND')
    return provider
  }
}
