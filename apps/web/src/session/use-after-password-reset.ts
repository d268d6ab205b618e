import { useQueryClient } from '@tanstack/react-query'
import { trpc } from '../api/trpc.ts'
import { clearSessionData } from './clear-session-data.ts'
import { announceSessionChange } from './session-channel.ts'

/**
 * Returns what follows when a call without a session has ended all sessions of a user, who may have been the one of this
 * browser: then cached data is removed, and other tabs are told.
 */
export function useAfterPasswordReset(): () => Promise<void> {
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  return async () => {
    announceSessionChange()
    // Without an answer the next page asks again.
    const me = await utils.auth.me.fetch(undefined, { staleTime: 0 }).catch(() => undefined)
    if (me === null) clearSessionData(queryClient, utils)
  }
}
