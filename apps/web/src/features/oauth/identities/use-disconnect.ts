import type { IdentityView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { reasonOf } from '../../../errors/failure.ts'
import type { Guarded } from '../use-departure.ts'

export interface Disconnect {
  /** The id of the account that is being disconnected, or `null`. */
  readonly disconnecting: string | null
  readonly refused: { readonly id: string; readonly error: unknown } | null
  /** Tells whether it is disconnected; by then the list no longer has it. */
  readonly disconnect: (identity: IdentityView) => Promise<boolean>
}

export function useDisconnect(guarded: Guarded): Disconnect {
  const utils = trpc.useUtils()
  const unlink = trpc.identities.unlink.useMutation()
  const [disconnecting, setDisconnecting] = useState<string | null>(null)
  const [refused, setRefused] = useState<Disconnect['refused']>(null)

  async function unlinkById(id: string): Promise<'gone'> {
    try {
      await unlink.mutateAsync({ id })
    } catch (error) {
      // Gone is what was wanted, whoever did it.
      if (reasonOf(error) !== 'IDENTITY_NOT_FOUND') throw error
    }
    return 'gone'
  }

  async function disconnect({ id }: IdentityView): Promise<boolean> {
    if (disconnecting !== null) return false
    setDisconnecting(id)
    setRefused(null)
    try {
      if ((await guarded(() => unlinkById(id))) === 'cancelled') return false
      // An answer that was on its way before would bring it back.
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
