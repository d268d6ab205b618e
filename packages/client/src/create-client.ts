import type { AppRouter } from '@latchkey/api'
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import { authorizedFetch } from './tokens/authorized-fetch.ts'
import { BearerEventSource } from './transport/bearer-event-source.ts'
import { connect, type ConnectionOptions } from './connection.ts'

/**
 * Creates a client that calls the server's procedures with the access token in the store, and refreshes the tokens
 * before they expire: once for all calls that are under way, other tabs included if the store has a name (`sharedAs`).
 *
 * A call rejects with a `TRPCClientError`, whose reason `reasonOf` reads. After `SESSION_ENDED`, `REFRESH_TOKEN_REUSED`
 * and `INVALID_REFRESH_TOKEN` the tokens are gone from the store, and the user has to sign in again. Without a reason
 * no response came, and the tokens stay.
 *
 * Calls are not batched: the server refuses batched mutations. `sessions.watch` needs a `fetch` that streams the
 * response, as those of browsers and Node do.
 *
 * @param options - which server, as which client, with which tokens
 * @returns the procedures, typed like the server
 * @throws {LatchkeyError} `INVALID_URL`
 * @see [RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1)
 * @example
 * ```ts
 * import { createClient } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const client = createClient({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 * })
 * const { current, others } = await client.sessions.list.query()
 * console.log(current.name, others.length)
 *
 * const subscription = client.sessions.watch.subscribe(undefined, {
 *   onData: (event) => console.log(event.type),
 *   onError: (error) => console.error(error.message),
 * })
 * subscription.unsubscribe()
 * ```
 */
export function createClient(options: ConnectionOptions): TRPCClient<AppRouter> {
  const connection = connect(options)
  const url = `${connection.origin}/trpc`
  const fetch = authorizedFetch(connection)
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        // A browser's own EventSource sends no Authorization header.
        true: httpSubscriptionLink({
          url,
          EventSource: BearerEventSource,
          eventSourceOptions: { fetch, wait: connection.wait },
        }),
        false: httpLink({ url, fetch }),
      }),
    ],
  })
}
