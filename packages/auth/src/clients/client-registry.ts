import { isSameRedirect } from './redirect-uri.ts'

/**
 * An OAuth client of the operator's own that may ask users for consent. It is public: a secret in a program is readable by
 * every person who has the program, so PKCE and the redirect URIs protect it.
 *
 * @see [RFC 8252 §8.5](https://www.rfc-editor.org/rfc/rfc8252.html#section-8.5)
 */
export interface RegisteredClient {
  readonly id: string
  readonly name: string
  /** Where a code may be sent. Empty: the client does not use the authorization code grant. */
  readonly redirectUris: readonly string[]
  /** Whether it may use the device authorization grant. */
  readonly device: boolean
}

/** The OAuth clients that the operator has registered. */
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

  /**
   * Returns the name that people read of a client that no user approved: the id that it gives itself, and never the name of
   * a registered client or what looks like it, which it may not be.
   */
  claimedName(id: string): string {
    const isTaken = this.list().some(({ name }) => looksLike(name, id))
    return isTaken ? `${id} (not approved)` : id
  }
}

/** Whether a redirect URI is registered for a client. */
export function mayRedirectTo(client: RegisteredClient, uri: string): boolean {
  return client.redirectUris.some((registered) => isSameRedirect(registered, uri))
}

/** Without what the eye passes over: `My_App` is read as “My App”. */
function looksLike(a: string, b: string): boolean {
  return skeleton(a) === skeleton(b)
}

function skeleton(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
