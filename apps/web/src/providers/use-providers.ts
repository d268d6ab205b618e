import type { ProviderView } from '@latchkey/schema'
import { trpc } from '../api/trpc.ts'

const none: readonly ProviderView[] = []

/** Returns the providers on offer; none until the server has answered. They change with its configuration only. */
export function useProviders(): readonly ProviderView[] {
  const providers = trpc.oauth.providers.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  return providers.data ?? none
}
