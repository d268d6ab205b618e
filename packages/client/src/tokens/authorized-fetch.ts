import type { Connection } from '../connection.ts'
import type { Fetch, FetchInit } from '../transport/fetch.ts'
import { reasonIn } from '../reason-of.ts'
import { SessionTokens } from './session-tokens.ts'
import type { StoredTokens } from './token-store.ts'

/**
 * A `fetch` that sends the access token, and once more with another one if the server did not take it. That is safe
 * for whatever is asked: the server looks at the token before it looks at anything else, so what it answered with 401 it
 * has not done.
 *
 * @see [RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1)
 */
export function authorizedFetch(connection: Connection): Fetch {
  const tokens = new SessionTokens(connection)
  return async (input, init) => {
    const sent = await tokens.current()
    const answer = await connection.fetch(input, withBearer(init, sent))
    if (answer.status !== 401 || sent === null) return answer
    const body: unknown = await answer
      .clone()
      .json()
      .catch(() => null)
    const next = await tokens.instead(sent, reasonIn(body))
    return next === null ? answer : connection.fetch(input, withBearer(init, next))
  }
}

function withBearer(init: FetchInit | undefined, tokens: StoredTokens | null): FetchInit {
  const headers = new Headers(init?.headers)
  if (tokens !== null) headers.set('Authorization', `Bearer ${tokens.accessToken}`)
  return { ...init, headers }
}
