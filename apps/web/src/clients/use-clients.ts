import type { ClientView } from '@latchkey/schema'
import { trpc } from '../api/trpc.ts'

const none: readonly ClientView[] = []

/** The apps that the operator has registered; none until the server has said. They change with its configuration only. */
export function useClients(): readonly ClientView[] {
  const options = trpc.grants.options.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  return options.data?.clients ?? none
}
