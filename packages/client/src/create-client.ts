import type { AppRouter } from '@latchkey/api'
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import { authorizedFetch } from './tokens/authorized-fetch.ts'
import { BearerEventSource } from './transport/bearer-event-source.ts'
import { connect, type ConnectionOptions } from './connection.ts'

/**
 * The procedures of a server, called with the tokens in the store: `client.sessions.list.query()`. Tokens are renewed
 * before they expire, once however many calls are under way, in however many tabs.
 *
 * A call rejects with a `TRPCClientError`. With `data.reason` the server refused: `SESSION_ENDED` means signing in again,
 * and so do `REFRESH_TOKEN_REUSED` and `INVALID_REFRESH_TOKEN`; the tokens are then gone from the store. Without `data` no
 * answer came, and nothing is lost.
 *
 * Nothing is batched: the server takes mutations one at a time, and queries need no more than that. `sessions.watch` needs
 * a `fetch` that gives an answer as it comes in, which browsers and Node have.
 */
export function createClient(options: ConnectionOptions): TRPCClient<AppRouter> {
  const connection = connect(options)
  const url = `${connection.origin}/trpc`
  const fetch = authorizedFetch(connection)
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        // A browser's own EventSource sends no headers.
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
