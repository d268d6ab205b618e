import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { trpc } from '../../api/trpc.ts'
import type { ArrivalSearch } from '../../navigation/return-path.ts'
import { announceSessionChange } from '../../tabs/session-channel.ts'
import { keepColorScheme } from '../../theme.ts'
import { forgetEverything } from './forget-everything.ts'

export interface SignOut {
  readonly signOut: () => void
  readonly busy: boolean
  /** Why the person is still signed in. */
  readonly error: unknown
}

/** Where whoever signs in next goes: to the start. */
const nowhere = (): ArrivalSearch => ({})

/** The server first: only when the session has ended there does anything change here. */
export function useSignOut(onward: () => ArrivalSearch = nowhere): SignOut {
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const mutation = trpc.auth.signOut.useMutation({
    onMutate: keepColorScheme,
    onSuccess: async (_answer, _input, restoreColorScheme) => {
      restoreColorScheme()
      utils.auth.me.setData(undefined, null)
      announceSessionChange()
      // First the page, then its data: one that is still on screen would ask for it again.
      await navigate({ to: '/sign-in', search: onward() })
      forgetEverything(queryClient, utils)
    },
  })
  return {
    signOut: () => mutation.mutate(),
    busy: mutation.isPending,
    error: mutation.error,
  }
}
