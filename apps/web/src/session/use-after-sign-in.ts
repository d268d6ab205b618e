import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { trpc } from '../api/trpc.ts'
import { rememberTypedEmail } from '../challenges/typed-email.ts'
import { goToPath } from '../navigation/go-to-path.ts'
import { announceSessionChange } from './session-channel.ts'

/** Returns what follows a sign-in or sign-up: cached data is removed, other tabs are told, and the app goes to a path. */
export function useAfterSignIn(): (path: string) => Promise<void> {
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  const router = useRouter()
  return async (path) => {
    queryClient.removeQueries()
    await utils.auth.me.fetch(undefined, { staleTime: 0 })
    announceSessionChange()
    rememberTypedEmail('')
    await goToPath(router, path)
  }
}
