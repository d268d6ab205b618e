import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { endedPath } from '../../navigation/ended-all-state.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { keepPreferences } from '../../preferences/keep-preferences.ts'
import { useAfterSignOut } from './use-after-sign-out.ts'

export interface EndAll {
  readonly endAll: () => void
  readonly busy: boolean
  /** Why no session ended. */
  readonly error: unknown
}

/** Ends every session of the user, this one too, and leaves for the page that says how many those were. */
export function useEndAll(): EndAll {
  const withStepUp = useStepUp()
  const afterSignOut = useAfterSignOut()
  const navigate = useNavigate()
  const mutation = trpc.sessions.endAll.useMutation({
    onMutate: () => keepPreferences(),
    onSuccess: async ({ ended }, _input, restorePreferences) => {
      restorePreferences()
      await afterSignOut(() => navigate({ to: endedPath, search: {}, state: { endedAll: ended }, replace: true }))
    },
  })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function run(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      await withStepUp(() => mutation.mutateAsync())
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return { endAll: () => void run(), busy, error }
}
