import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { endedPath } from '../../navigation/ended-all-state.ts'
import { announceSessionChange } from '../../tabs/session-channel.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { keepColorScheme } from '../../theme.ts'
import { forgetEverything } from './forget-everything.ts'

export interface EndAll {
  readonly go: () => void
  readonly busy: boolean
  /** Why nothing ended. */
  readonly error: unknown
}

/** Ends every session of the person, this one too, and leaves for the page that says how many that were. */
export function useEndAll(): EndAll {
  const withStepUp = useStepUp()
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const mutation = trpc.sessions.endAll.useMutation({
    // Still part of the call: until it is done, nothing else takes the end of the session for a surprise.
    onSuccess: async ({ ended }) => {
      utils.auth.me.setData(undefined, null)
      announceSessionChange()
      await navigate({ to: endedPath, search: {}, state: { endedAll: ended }, replace: true })
      forgetEverything(queryClient, utils)
    },
  })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function endAll(): Promise<void> {
    setBusy(true)
    setError(null)
    const restoreColorScheme = keepColorScheme()
    try {
      await withStepUp(() => mutation.mutateAsync())
    } catch (refused) {
      setError(refused)
    } finally {
      restoreColorScheme()
      setBusy(false)
    }
  }

  return { go: () => void endAll(), busy, error }
}
