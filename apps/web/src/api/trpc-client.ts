import type { AppRouter } from '@latchkey/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import { isUserIdle } from './user-activity.ts'
import { noteServerTime } from '../time/server-clock.ts'

const url = '/trpc'

/** The server's limit of calls in one request. */
const maxBatchSize = 10

export function createTrpcClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: splitLink({
          // The server refuses batched mutations.
          condition: (op) => op.type === 'mutation',
          true: httpLink({ url, headers, fetch: timedFetch }),
          false: httpBatchLink({ url, headers, maxItems: maxBatchSize, fetch: timedFetch }),
        }),
      }),
    ],
  })
}

/** Marks requests of an idle page, so that the server does not count them as use of the session. */
function headers(): Record<string, string> {
  return isUserIdle() ? { 'X-Latchkey-Unattended': '1' } : {}
}

/** Notes the server's time from each response: relative times on screen are computed from it. */
async function timedFetch(input: RequestInfo | URL, init?: object): Promise<Response> {
  const response = await fetch(input, init)
  noteServerTime(response.headers.get('date'))
  return response
}
