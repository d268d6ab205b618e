import type { AppRouter } from '@latchkey/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import { mutationOptions, queryOptions, trpcUrl } from './call-options.ts'

export function createTrpcClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url: trpcUrl }),
        false: splitLink({
          condition: (op) => op.type === 'mutation',
          true: httpLink(mutationOptions),
          false: httpBatchLink(queryOptions),
        }),
      }),
    ],
  })
}
