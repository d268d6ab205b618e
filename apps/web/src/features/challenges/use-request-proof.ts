import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { keepChallenge, pendingChallenge, type PendingChallenge } from '../../challenges/pending-challenge.ts'
import { serverNow } from '../../time/server-clock.ts'

export interface RequestProof {
  readonly request: () => Promise<void>
  readonly busy: boolean
  readonly error: unknown
}

export interface RequestProofOptions {
  /** The address of the signed-in user. */
  readonly email: string
  /** The path of this app to go to once the address is confirmed. */
  readonly returnTo: () => string
  /** Called when the code is on its way. */
  readonly onMailed: (challenge: PendingChallenge) => void | Promise<void>
}

/**
 * Has a code mailed to the address of the signed-in user. Where one is under way that this tab has asked for, such as that of
 * the sign-up, no other is mailed.
 */
export function useRequestProof({ email, returnTo, onMailed }: RequestProofOptions): RequestProof {
  const mutation = trpc.auth.requestEmailProof.useMutation()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function request(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      const challenge = {
        ...(underWay(email) ?? (await mutation.mutateAsync())),
        remember: false,
        returnTo: returnTo(),
      }
      keepChallenge(challenge)
      await onMailed(challenge)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return { request, busy, error }
}

function underWay(email: string): PendingChallenge | null {
  const pending = pendingChallenge()
  const isOurs = pending?.purpose === 'prove_email' && pending.email === email
  return isOurs && Date.parse(pending.expiresAt) > serverNow().getTime() ? pending : null
}
