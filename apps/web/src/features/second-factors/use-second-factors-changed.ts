import { trpc } from '../../api/trpc.ts'

/** Returns what follows a change of the second factors: all that shows it is loaded anew, and the factors before it resolves. */
export function useSecondFactorsChanged(): () => Promise<void> {
  const utils = trpc.useUtils()
  return async () => {
    void utils.auth.me.invalidate()
    void utils.sessions.list.invalidate()
    void utils.events.list.invalidate()
    await utils.secondFactors.list.invalidate()
  }
}
