import type { AppRouter } from '@latchkey/api'
import { writesCookie } from '@latchkey/schema'
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client'

const url = '/trpc'

/** The server takes no more than this in one request. */
const maxBatchSize = 10

export function createTrpcClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        // Two of these in one answer would race for the same cookie, so each goes alone.
        condition: (op) => writesCookie(op.path),
        true: httpLink({ url }),
        false: httpBatchLink({ url, maxItems: maxBatchSize }),
      }),
    ],
  })
}
