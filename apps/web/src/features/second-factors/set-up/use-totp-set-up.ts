import type { TotpSetupView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { useStepUp } from '../../../step-up/use-step-up.ts'

export interface TotpSetUp {
  /** What an authenticator app is set up with; `null` before it is asked for. */
  readonly offer: TotpSetupView | null
  readonly begin: () => Promise<void>
  readonly cancel: () => void
  readonly busy: boolean
  /** Why nothing was offered, or `null`. */
  readonly error: unknown
}

/** Asks the server for what an authenticator app is set up with, after a step-up where that is due. */
export function useTotpSetUp(): TotpSetUp {
  const withStepUp = useStepUp()
  const { client } = trpc.useUtils()
  const [offer, setOffer] = useState<TotpSetupView | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function begin(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      // Not with `useMutation`: its cache would keep the secret.
      const answer = await withStepUp(() => client.secondFactors.setUp.mutate())
      if (answer !== 'cancelled') setOffer(answer)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return { offer, begin, cancel: () => setOffer(null), busy, error }
}
