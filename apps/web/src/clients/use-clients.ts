import type { ClientView } from '@latchkey/schema'
import { trpc } from '../api/trpc.ts'

const none: readonly ClientView[] = []

/** Returns the registered clients; none until the server has answered. They change with its configuration only. */
export function useClients(): readonly ClientView[] {
  const options = trpc.grants.options.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  return options.data?.clients ?? none
}
