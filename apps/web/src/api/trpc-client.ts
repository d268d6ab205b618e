import type { AppRouter } from '@latchkey/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import { isAnswer, isGatewayError } from '../connection/answered.ts'
import { pageConnection } from '../connection/page-connection.ts'
import { takeFirstAnswer } from '../first-paint/take-first-answer.ts'
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
          true: httpLink({ url, headers, fetch: notedFetch }),
          false: httpBatchLink({ url, headers, maxItems: maxBatchSize, fetch: notedFetch }),
        }),
      }),
    ],
  })
}

/** Marks requests of an idle page, so that the server does not count them as use of the session. */
function headers(): Record<string, string> {
  return isUserIdle() ? { 'X-Latchkey-Unattended': '1' } : {}
}

/**
 * Notes the server's time from each response, from which relative times on screen are computed, and whether the server
 * answered at all.
 */
async function notedFetch(input: RequestInfo | URL, init?: object): Promise<Response> {
  const call = pageConnection.startCall()
  const response = await (takeFirstAnswer(input, window) ?? fetch(input, init)).catch((error: unknown) => {
    if (error instanceof TypeError) call.failed()
    throw error
  })
  noteServerTime(response.headers.get('date'))
  if (isAnswer(response)) call.answered()
  if (isGatewayError(response)) call.failed()
  return response
}
