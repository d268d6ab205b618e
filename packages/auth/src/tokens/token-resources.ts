import { AuthError } from '../core/auth-error.ts'

/** The audience of an access token: the issuer itself, or a resource that the operator registered. */
export type Audience = string & { readonly __brand: 'Audience' }

/**
 * The resources that access tokens can be issued for. A token is for one of them, and every other one refuses it.
 *
 * @see [RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)
 */
export class TokenResources {
  readonly #issuer: string
  readonly #registered: ReadonlySet<string>

  constructor(issuer: string, registered: readonly string[]) {
    this.#issuer = issuer
    this.#registered = new Set([issuer, ...registered])
  }

  /** Returns every resource, the API of this server first. */
  list(): readonly string[] {
    return [...this.#registered]
  }

  /**
   * Returns the audience of a token for a resource; without one it is the API of this server. Compares character by
   * character.
   *
   * @throws AuthError `INVALID_TARGET` for a resource that is not registered
   * @see [RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)
   */
  audienceOf(resource: string | null): Audience {
    const audience = resource ?? this.#issuer
    if (!this.#registered.has(audience)) throw new AuthError('INVALID_TARGET')
    return audience as Audience
  }
}
