import type { TrustedDeviceView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { reasonOf } from '../../../errors/failure.ts'

export interface EndTrust {
  /** The id of the device that is being removed, or `null`. */
  readonly ending: string | null
  readonly error: unknown
  /** Resolves to whether it was removed; by then the list no longer has it. */
  readonly endTrust: (device: Pick<TrustedDeviceView, 'id'>) => Promise<boolean>
}

/** Removes browsers from the trusted devices. */
export function useEndTrust(): EndTrust {
  const utils = trpc.useUtils()
  const mutation = trpc.secondFactors.endTrustedDevice.useMutation()
  const [ending, setEnding] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function endTrust({ id }: Pick<TrustedDeviceView, 'id'>): Promise<boolean> {
    if (ending !== null) return false
    setEnding(id)
    setError(null)
    try {
      await mutation.mutateAsync({ id })
    } catch (refused) {
      // Removed already, in another tab or session: the result is the same.
      if (reasonOf(refused) !== 'TRUSTED_DEVICE_NOT_FOUND') {
        setError(refused)
        return false
      }
    } finally {
      setEnding(null)
    }
    // An answer from before the change would bring it back.
    await utils.secondFactors.list.cancel()
    utils.secondFactors.list.setData(
      undefined,
      (factors) =>
        factors && { ...factors, trustedDevices: factors.trustedDevices.filter((device) => device.id !== id) },
    )
    void utils.secondFactors.list.invalidate()
    void utils.events.list.invalidate()
    return true
  }

  return { ending, error, endTrust }
}
