import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { trpc } from '../../api/trpc.ts'
import { goToPath } from '../../navigation/go-to-path.ts'
import { announceSessionChange } from '../../tabs/session-channel.ts'

/** What follows a sign-in or sign-up: everything fetched before is forgotten, and the person goes where they were going. */
export function useArrival(): (path: string) => Promise<void> {
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  const router = useRouter()
  return async (path) => {
    queryClient.removeQueries()
    await utils.auth.me.fetch(undefined, { staleTime: 0 })
    announceSessionChange()
    await goToPath(router, path)
  }
}
