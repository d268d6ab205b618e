import { useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/trpc.ts'
import { clearSessionData } from '../clear-session-data.ts'
import { announceSessionChange } from '../session-channel.ts'

/**
 * Returns what follows when this tab has ended its own session, or could not reach the server to end it: other tabs are
 * told, the app leaves the page, and cached data is removed. It belongs to the mutation that ended the session: while that
 * is pending, the monitor does not report that the session ended.
 */
export function useAfterSignOut(): (leave: () => Promise<void>) => Promise<void> {
  const queryClient = useQueryClient()
  const utils = trpc.useUtils()
  return async (leave) => {
    utils.auth.me.setData(undefined, null)
    announceSessionChange()
    // First the page, then its data: a page that is still on screen would fetch it again.
    await leave()
    clearSessionData(queryClient, utils)
  }
}
