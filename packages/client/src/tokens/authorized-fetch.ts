import type { Connection } from '../connection.ts'
import { reasonIn } from '../reason-of.ts'
import type { Fetch, FetchInit } from '../transport/fetch.ts'
import { SessionTokens } from './session-tokens.ts'
import type { StoredTokens } from './token-store.ts'

/**
 * Creates a `fetch` that sends the access token, and repeats a request with another token if the server refuses the
 * first. That is safe for mutations too: the server checks the token before anything else, so a request that it refused
 * with 401 has changed nothing.
 *
 * @param connection - whose tokens are sent
 * @returns the `fetch`; it rejects as `SessionTokens` throws
 * @see [RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1),
 * [§3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)
 */
export function authorizedFetch(connection: Connection): Fetch {
  const tokens = new SessionTokens(connection)
  return async (input, init) => {
    const sent = await tokens.current()
    const response = await connection.fetch(input, withBearer(init, sent))
    if (response.status !== 401 || sent === null) return response
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null)
    const replacement = await tokens.replacementFor(sent, reasonIn(body))
    return replacement === null ? response : connection.fetch(input, withBearer(init, replacement))
  }
}

function withBearer(init: FetchInit | undefined, tokens: StoredTokens | null): FetchInit {
  const headers = new Headers(init?.headers)
  if (tokens !== null) headers.set('Authorization', `Bearer ${tokens.accessToken}`)
  return { ...init, headers }
}
