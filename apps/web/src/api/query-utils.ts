import type { AppRouter } from '@latchkey/api'
import type { QueryClient } from '@tanstack/react-query'
import type { TRPCClient } from '@trpc/client'
import { createTRPCQueryUtils } from '@trpc/react-query'

/** The cache by procedure, for code outside components: the router's guards and the session monitor. */
export type QueryUtils = ReturnType<typeof createTRPCQueryUtils<AppRouter>>

export function createQueryUtils(client: TRPCClient<AppRouter>, queryClient: QueryClient): QueryUtils {
  return createTRPCQueryUtils<AppRouter>({ client, queryClient })
}
