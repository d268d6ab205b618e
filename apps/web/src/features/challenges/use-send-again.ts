import type { ChallengePurpose, ChallengeView } from '@latchkey/schema'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { keepChallenge, type PendingChallenge } from '../../challenges/pending-challenge.ts'
import { reasonOf } from '../../errors/failure.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface SendAgain {
  readonly send: () => Promise<void>
  readonly busy: boolean
  /** Why no other code was mailed, or `null`. */
  readonly error: unknown
}

/** Has another code mailed in place of that of a challenge: by the challenge itself, and once that has expired anew. */
export function useSendAgain(pending: PendingChallenge, onSent: (challenge: PendingChallenge) => void): SendAgain {
  const { client } = trpc.useUtils()
  const withStepUp = useStepUp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { id, purpose, email } = pending

  /** Of a sign-up, the name and the password are gone with its challenge. */
  const anew: Readonly<Record<ChallengePurpose, (() => Promise<ChallengeView>) | null>> = {
    sign_up: null,
    sign_in: () => client.auth.requestSignInCode.mutate({ email }),
    reset_password: () => client.auth.requestPasswordReset.mutate({ email }),
    prove_email: () => client.auth.requestEmailProof.mutate(),
    change_email: () => client.auth.requestEmailChange.mutate({ email }),
  }

  async function request(): Promise<ChallengeView> {
    try {
      return await client.auth.resendCode.mutate({ challenge: id })
    } catch (refused) {
      const again = anew[purpose]
      if (reasonOf(refused) !== 'CHALLENGE_ENDED' || again === null) throw refused
      return again()
    }
  }

  async function send(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      const answer = await withStepUp(request)
      if (answer === 'cancelled') return
      // The code of a sign-up that went on proves the address of its user: the purpose stays what it is here.
      const challenge = { ...pending, ...answer, purpose }
      keepChallenge(challenge)
      onSent(challenge)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return { send, busy, error }
}
