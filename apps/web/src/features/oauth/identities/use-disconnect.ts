import type { IdentityView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { reasonOf } from '../../../errors/failure.ts'
import { useStepUp } from '../../../step-up/use-step-up.ts'

export interface Disconnect {
  /** The id of the account that is being disconnected, or `null`. */
  readonly disconnecting: string | null
  readonly refused: { readonly id: string; readonly error: unknown } | null
  /** Resolves to whether it was disconnected; by then the list no longer has it. */
  readonly disconnect: (identity: IdentityView) => Promise<boolean>
}

export function useDisconnect(): Disconnect {
  const withStepUp = useStepUp()
  const utils = trpc.useUtils()
  const unlink = trpc.identities.unlink.useMutation()
  const [disconnecting, setDisconnecting] = useState<string | null>(null)
  const [refused, setRefused] = useState<Disconnect['refused']>(null)

  async function unlinkById(id: string): Promise<'gone'> {
    try {
      await unlink.mutateAsync({ id })
    } catch (error) {
      // Disconnected already, in another tab or session: the result is the same.
      if (reasonOf(error) !== 'IDENTITY_NOT_FOUND') throw error
    }
    return 'gone'
  }

  async function disconnect({ id }: IdentityView): Promise<boolean> {
    if (disconnecting !== null) return false
    setDisconnecting(id)
    setRefused(null)
    try {
      if ((await withStepUp(() => unlinkById(id))) === 'cancelled') return false
      // An answer from before the change would bring it back.
      await utils.identities.list.cancel()
      utils.identities.list.setData(
        undefined,
        (list) => list && { ...list, identities: list.identities.filter((identity) => identity.id !== id) },
      )
      return true
    } catch (error) {
      setRefused({ id, error })
      return false
    } finally {
      setDisconnecting(null)
      void utils.identities.list.invalidate()
    }
  }

  return { disconnecting, refused, disconnect }
}
