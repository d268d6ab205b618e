import type { ChallengeId, ChallengePurpose, LinkView } from '@latchkey/schema'
import { resendDelay } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after, second } from '../core/duration.ts'
import { hashSecret } from '../core/secret.ts'
import { type Challenge, type ChallengeKind, hasAccount, isSameBrowser, type LinkToken } from './challenge.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies, MailPolicy } from './challenge-dependencies.ts'
import { changeEmail, type ChangeEmail } from './change-email.ts'
import { confirmSignIn, type ConfirmSignIn } from './confirm-sign-in.ts'
import { issueChallenge, type IssuedChallenge } from './issue-challenge.ts'
import { resetPassword, type ResetPassword } from './reset-password.ts'
import { verifyProof } from './verify-proof.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

export interface ChallengeUpkeep {
  /** What users do by mail; `null` where the server sends none. */
  readonly policy: MailPolicy | null

  /**
   * Returns what a link is for, without consuming anything: mail scanners open links.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `RATE_LIMITED`
   */
  readLink(token: string, context: ChallengeContext): Promise<LinkView>

  /**
   * Mails another code for a challenge of this browser, which replaces it.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`; `RATE_LIMITED` also within a minute of the last mail
   */
  resend(id: string, context: ChallengeContext): Promise<IssuedChallenge>

  /** Deletes a batch of challenges that have expired; returns whether there may be more. */
  sweep(): Promise<boolean>
}

/** What is done once the reader of a mailbox confirms it: one file for each thing. */
export type Challenges = ConfirmSignIn & ResetPassword & ChangeEmail & ChallengeUpkeep

/** Puts together what is done by mail. */
export function createChallenges(deps: ChallengeDependencies): Challenges {
  const { store, users, limits, policy, now } = deps
  const issue = issueChallenge(deps)
  const parts = { issue, verify: verifyProof(deps) }

  return {
    policy,
    ...confirmSignIn(deps, parts),
    ...resetPassword(deps, parts),
    ...changeEmail(deps, parts),

    async readLink(token, { request, browser }) {
      const consumption = await limits.consume('unknownToken', { network: request.ip })
      const challenge = await store.findByToken(hashSecret(token as LinkToken))
      if (challenge === null || challenge.expiresAt <= now()) throw new AuthError('CHALLENGE_ENDED')
      const purpose = hasAccount(challenge) ? 'prove_email' : purposeOf(challenge.kind)
      if (purpose === null) throw new AuthError('CHALLENGE_ENDED')
      await consumption.succeed()
      return {
        purpose,
        email: challenge.email,
        expiresAt: challenge.expiresAt.toISOString(),
        isSameBrowser: isSameBrowser(challenge, browser),
      }
    },

    async resend(id, context) {
      const challenge = await store.find(id as ChallengeId)
      const purpose = challenge === null ? null : purposeOf(challenge.kind)
      if (challenge === null || purpose === null || challenge.expiresAt <= now()) throw new AuthError('CHALLENGE_ENDED')
      if (!isSameBrowser(challenge, context.browser)) throw new AuthError('CHALLENGE_OTHER_BROWSER')
      const wait = after(challenge.createdAt, resendDelay).getTime() - now().getTime()
      if (wait > 0) throw new AuthError('RATE_LIMITED', Math.ceil(wait / second))
      const user = await users.findByEmail(challenge.email)
      return issue({ ...challenge, purpose, instead: insteadOf(challenge, user) }, context)
    },

    async sweep() {
      return (await store.deleteExpiredBefore(now(), sweepBatch)) === sweepBatch
    },
  }
}

function purposeOf(kind: ChallengeKind): ChallengePurpose | null {
  return kind === 'undo_email_change' ? null : kind
}

/** Returns what is mailed instead of a code, as when the challenge was issued first. */
function insteadOf(
  challenge: Challenge,
  user: { readonly id: string; readonly emailProvenAt: Date | null } | null,
): 'address_taken' | 'no_account' | null {
  const isOther = user !== null && user.id !== challenge.userId
  switch (challenge.kind) {
    case 'sign_up':
      return isOther && user.emailProvenAt !== null ? 'address_taken' : null
    case 'change_email':
      return isOther ? 'address_taken' : null
    case 'reset_password':
      return user === null ? 'no_account' : null
    case 'sign_in':
    case 'prove_email':
    case 'undo_email_change':
      return null
  }
}
