import type { ChallengePurpose, ChallengeView, RequestCodeInput } from '@latchkey/schema'
import { type ReactNode, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { keepChallenge, type PendingChallenge } from '../../challenges/pending-challenge.ts'
import { reasonOf } from '../../errors/failure.ts'
import { useCaptchaPrompt } from '../../forms/use-captcha-prompt.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface SendAgain {
  readonly send: () => Promise<void>
  readonly busy: boolean
  /** Why no other code was mailed, or `null`. */
  readonly error: unknown
  /** The CAPTCHA that has to be passed first; `null` for none. */
  readonly captcha: ReactNode
}

/** Has another code mailed in place of that of a challenge: by the challenge itself, and once that has expired anew. */
export function useSendAgain(pending: PendingChallenge, onSent: (challenge: PendingChallenge) => void): SendAgain {
  const { client, auth } = trpc.useUtils()
  const withStepUp = useStepUp()
  const prompt = useCaptchaPrompt()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { id, purpose, email } = pending

  /** Of a sign-up, the name and the password are gone with its challenge. */
  const anew: Readonly<Record<ChallengePurpose, (() => Promise<ChallengeView>) | null>> = {
    sign_up: null,
    sign_in: async () => client.auth.requestSignInCode.mutate(await passedInput()),
    reset_password: async () => client.auth.requestPasswordReset.mutate(await passedInput()),
    prove_email: () => client.auth.requestEmailProof.mutate(),
    change_email: () => client.auth.requestEmailChange.mutate({ email }),
  }

  async function passedInput(): Promise<RequestCodeInput> {
    const response = await prompt.ask(await auth.captcha.ensureData())
    return { email, ...(response !== null && { captcha: response }) }
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

  return { send, busy, error, captcha: prompt.field }
}
