import type { AppRouter } from '@latchkey/api'
import { writesCookie } from '@latchkey/schema'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import { noteServerTime } from '../time/server-clock.ts'

const url = '/trpc'

/** The server takes no more than this in one request. */
const maxBatchSize = 10

export function createTrpcClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: splitLink({
          // Two of these in one answer would race for the same cookie, so each goes alone.
          condition: (op) => writesCookie(op.path),
          true: httpLink({ url, fetch: timedFetch }),
          false: httpBatchLink({ url, maxItems: maxBatchSize, fetch: timedFetch }),
        }),
      }),
    ],
  })
}

/** Every answer says what time it is at the server, by which the times on screen are told. */
async function timedFetch(input: RequestInfo | URL, init?: object): Promise<Response> {
  const response = await fetch(input, init)
  noteServerTime(response.headers.get('date'))
  return response
}
