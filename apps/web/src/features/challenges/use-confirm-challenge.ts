import type { ChallengeProofInput, ChallengePurpose, UserView } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'
import { forgetConfirmed } from '../../challenges/pending-challenge.ts'
import { useAfterFirstFactor } from '../../second-factors/use-after-first-factor.ts'
import { announceSessionChange } from '../../session/session-channel.ts'

/** What a code or a link confirms; a new password is set by a form of its own. */
export type ConfirmedPurpose = Exclude<ChallengePurpose, 'reset_password'>

export interface ConfirmChallenge {
  /** What is confirmed, and for which address. */
  readonly challenge: { readonly purpose: ConfirmedPurpose; readonly email: string }
  readonly proof: ChallengeProofInput
  /** Of a session that starts. */
  readonly remember: boolean
  /** The path of this app to go to with a session that starts. */
  readonly returnTo: string
}

/**
 * Returns what confirms a challenge. A sign-up or a sign-in goes on to the app; otherwise it resolves to the user with the
 * address that is confirmed now.
 */
export function useConfirmChallenge(): (confirmation: ConfirmChallenge) => Promise<UserView | null> {
  const utils = trpc.useUtils()
  const { client } = utils
  const afterFirstFactor = useAfterFirstFactor()

  return async ({ challenge, proof, remember, returnTo }) => {
    switch (challenge.purpose) {
      case 'prove_email':
        return adopt(await client.auth.proveEmail.mutate({ proof }))
      case 'change_email':
        return adopt(await client.auth.changeEmail.mutate({ proof }))
      case 'sign_up':
      case 'sign_in': {
        const answer = await client.auth.confirm.mutate({ proof, remember })
        forgetConfirmed(challenge)
        await afterFirstFactor(answer, { method: challenge.purpose === 'sign_up' ? 'password' : 'code', returnTo })
        return null
      }
    }

    function adopt({ user }: { readonly user: UserView }): UserView {
      forgetConfirmed(challenge)
      utils.auth.me.setData(undefined, (me) => me && { ...me, user })
      void utils.events.list.invalidate()
      announceSessionChange()
      return user
    }
  }
}
