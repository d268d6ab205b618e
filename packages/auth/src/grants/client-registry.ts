import { isSameRedirect } from './redirect-uri.ts'

/**
 * A program of the operator's own that may ask people for approval. It keeps no secret: whoever has the program has
 * whatever is in it, so PKCE and its redirect URIs are what hold it.
 *
 * @see [RFC 8252 §8.5](https://www.rfc-editor.org/rfc/rfc8252.html#section-8.5)
 */
export interface RegisteredClient {
  readonly id: string
  readonly name: string
  /** Where a code may be sent. None: the client does not ask in a browser. */
  readonly redirectUris: readonly string[]
  /** Whether it may ask by a code that it shows. */
  readonly device: boolean
}

/** The clients that the operator has registered. */
export class ClientRegistry {
  readonly #clients: ReadonlyMap<string, RegisteredClient>

  constructor(clients: readonly RegisteredClient[]) {
    this.#clients = new Map(clients.map((client) => [client.id, client]))
  }

  find(id: string): RegisteredClient | null {
    return this.#clients.get(id) ?? null
  }

  list(): readonly RegisteredClient[] {
    return [...this.#clients.values()]
  }

  /** What people read: for a client that is not registered, what it calls itself. */
  nameOf(id: string): string {
    return this.find(id)?.name ?? id
  }
}

export function mayRedirectTo(client: RegisteredClient, uri: string): boolean {
  return client.redirectUris.some((registered) => isSameRedirect(registered, uri))
}
