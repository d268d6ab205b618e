import { useNavigate } from '@tanstack/react-router'
import { trpc } from '../../api/trpc.ts'
import { describeFailure } from '../../errors/failure.ts'
import { endedPath } from '../../navigation/ended-all-state.ts'
import type { ReturnToSearch } from '../../navigation/return-path.ts'
import { keepPreferences } from '../../preferences/keep-preferences.ts'
import { useAfterSignOut } from './use-after-sign-out.ts'

export interface SignOut {
  readonly signOut: () => void
  readonly busy: boolean
  /** Why the user is still signed in. */
  readonly error: unknown
}

const toStart = (): ReturnToSearch => ({})

/**
 * Signs out at the server, and then leaves for the sign-in page. Without an answer the app removes the user's data too, and
 * leaves for the page that says that this browser is still signed in.
 *
 * @param returnTo gives the search parameters of that page: where the next sign-in leads, by default to the start.
 */
export function useSignOut(returnTo: () => ReturnToSearch = toStart): SignOut {
  const afterSignOut = useAfterSignOut()
  const navigate = useNavigate()
  const mutation = trpc.auth.signOut.useMutation({
    onMutate: () => keepPreferences(),
    onSuccess: async (_answer, _input, restorePreferences) => {
      restorePreferences()
      await afterSignOut(() => navigate({ to: '/sign-in', search: returnTo() }))
    },
    onError: async (error) => {
      if (describeFailure(error).kind !== 'unanswered') return
      await afterSignOut(() =>
        navigate({ to: endedPath, search: returnTo(), state: { signOutUnanswered: true }, replace: true }),
      )
    },
  })
  return {
    signOut: () => mutation.mutate(),
    busy: mutation.isPending,
    error: mutation.error,
  }
}
