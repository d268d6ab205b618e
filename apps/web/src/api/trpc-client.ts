import type { AppRouter } from '@latchkey/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import { isUnattended } from './attendance.ts'
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
          // The server takes what changes something one at a time.
          condition: (op) => op.type === 'mutation',
          true: httpLink({ url, headers, fetch: timedFetch }),
          false: httpBatchLink({ url, headers, maxItems: maxBatchSize, fetch: timedFetch }),
        }),
      }),
    ],
  })
}

/** Says of what the page asks by itself that nobody is there: it is no use of the session. */
function headers(): Record<string, string> {
  return isUnattended() ? { 'X-Latchkey-Unattended': '1' } : {}
}

/** Every answer says what time it is at the server, by which the times on screen are told. */
async function timedFetch(input: RequestInfo | URL, init?: object): Promise<Response> {
  const response = await fetch(input, init)
  noteServerTime(response.headers.get('date'))
  return response
}
