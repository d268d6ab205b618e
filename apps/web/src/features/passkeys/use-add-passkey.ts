import type { PasskeyView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { loadWebAuthn } from '../../passkeys/load-webauthn.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface AddPasskey {
  readonly busy: boolean
  /** Why the last one was not added, or `null`. */
  readonly refusal: unknown
  /** Has an authenticator make a passkey, and adds it. Resolves with it; with `null` when none was added. */
  readonly add: () => Promise<PasskeyView | null>
}

/** Adds a passkey to the user, after a step-up where that is due. */
export function useAddPasskey(): AddPasskey {
  const withStepUp = useStepUp()
  const utils = trpc.useUtils()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)

  async function add(): Promise<PasskeyView | null> {
    if (busy) return null
    setBusy(true)
    setRefusal(null)
    try {
      const { createPasskey } = await loadWebAuthn()
      const { passkeys } = utils.client
      const options = await withStepUp(() => passkeys.registrationOptions.mutate({ mediation: 'optional' }))
      if (options === 'cancelled') return null
      const added = await passkeys.register.mutate({ response: await createPasskey(options, 'optional') })
      await utils.passkeys.list.invalidate()
      return added
    } catch (error) {
      setRefusal(error)
      return null
    } finally {
      setBusy(false)
    }
  }

  return { busy, refusal, add }
}
