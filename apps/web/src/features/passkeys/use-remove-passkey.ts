import type { PasskeyView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { reasonOf } from '../../errors/failure.ts'
import { findWebAuthn } from '../../passkeys/load-webauthn.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface RemovePasskey {
  /** The id of the passkey that is being removed, or `null`. */
  readonly removing: string | null
  readonly refused: { readonly id: string; readonly error: unknown } | null
  /** Resolves to whether it was removed; by then the list no longer has it, and the browser is told. */
  readonly remove: (passkey: PasskeyView) => Promise<boolean>
}

/** Removes a passkey of the user, after a step-up where that is due. */
export function useRemovePasskey(): RemovePasskey {
  const withStepUp = useStepUp()
  const utils = trpc.useUtils()
  const removal = trpc.passkeys.remove.useMutation()
  const [removing, setRemoving] = useState<string | null>(null)
  const [refused, setRefused] = useState<RemovePasskey['refused']>(null)

  async function removeById(id: string): Promise<'gone'> {
    try {
      await removal.mutateAsync({ id })
    } catch (error) {
      // Removed already, in another tab or session: the result is the same.
      if (reasonOf(error) !== 'PASSKEY_NOT_FOUND') throw error
    }
    return 'gone'
  }

  async function remove({ id }: PasskeyView): Promise<boolean> {
    if (removing !== null) return false
    setRemoving(id)
    setRefused(null)
    try {
      if ((await withStepUp(() => removeById(id))) === 'cancelled') return false
      // An answer from before the change would bring it back.
      await utils.passkeys.list.cancel()
      utils.passkeys.list.setData(
        undefined,
        (list) => list && { ...list, passkeys: list.passkeys.filter((passkey) => passkey.id !== id) },
      )
      void tellBrowser()
      return true
    } catch (error) {
      setRefused({ id, error })
      return false
    } finally {
      setRemoving(null)
    }
  }

  /** From the server, not from the cache: a passkey that is not on the list is offered no more. */
  async function tellBrowser(): Promise<void> {
    const webAuthn = await findWebAuthn()
    const list = await utils.passkeys.list.fetch(undefined, { staleTime: 0 }).catch(() => null)
    if (webAuthn !== null && list !== null) await webAuthn.signalAccepted(list)
  }

  return { removing, refused, remove }
}
