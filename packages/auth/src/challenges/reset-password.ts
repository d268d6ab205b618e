import type { PasswordResetView, RequestCodeInput, ResetPasswordInput } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { requireCanonical } from '../core/require-canonical.ts'
import { endingEvents } from '../sessions/end-sessions.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies } from './challenge-dependencies.ts'
import type { IssueChallenge, IssuedChallenge } from './issue-challenge.ts'
import type { VerifyProof } from './verify-proof.ts'

export interface ResetPassword {
  /**
   * Asks for a code that sets a new password. The same answer for an address without a user, which is told so by mail.
   *
   * @throws AuthError `MAIL_NOT_CONFIGURED`, `CAPTCHA_REQUIRED`, `CAPTCHA_REFUSED`, `RATE_LIMITED`
   */
  requestPasswordReset(input: RequestCodeInput, context: ChallengeContext): Promise<IssuedChallenge>

  /**
   * Sets a new password by what was mailed. A right code whose password is refused can be used again, however often. Every session of the user ends, with its tokens, and every grant that was not
   * redeemed; the user is not signed in. Where the address was not proven before, connected accounts are removed. Returns
   * how many sessions ended, and how many connected accounts can still sign in.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `PASSWORD_TOO_SHORT`,
   *   `PASSWORD_TOO_COMMON`, `RATE_LIMITED`
   * @see OWASP ASVS 5.0, 6.4.3
   */
  resetPassword(input: ResetPasswordInput, context: ChallengeContext): Promise<PasswordResetView>
}

/** Returns the part of `Challenges` that resets passwords. */
export function resetPassword(
  { store, users, passwords, sessions, captcha, policy, now }: ChallengeDependencies,
  { issue, verify }: { readonly issue: IssueChallenge; readonly verify: VerifyProof },
): ResetPassword {
  return {
    async requestPasswordReset(input, context) {
      if (policy === null) throw new AuthError('MAIL_NOT_CONFIGURED')
      await captcha.check(input.captcha, context.request)
      const email = requireCanonical(input.email)
      const user = await users.findByEmail(email)
      const instead = user === null ? 'no_account' : null
      const userId = user?.id ?? null
      return issue({ purpose: 'reset_password', email, userId, sessionId: null, pending: null, instead }, context)
    },

    async resetPassword({ proof, newPassword }, context) {
      const { request } = context
      const challenge = await verify(['reset_password'], proof, context)
      const user = await users.findByEmail(challenge.email)
      // The address was changed since, or never had a user.
      if (user === null || user.id !== challenge.userId) throw new AuthError('CHALLENGE_ENDED')
      const passwordHash = await passwords.hashNew(newPassword, user, request).catch(async (error: unknown) => {
        // The code was right: its try is not one of a guess, and another password may follow.
        if (proof.code !== undefined) await store.giveBackTry(challenge.id)
        throw error
      })
      const at = now()
      const ending = { at, reason: 'password_reset', by: null } as const
      const reset = { id: challenge.id, now: at, userId: user.id, passwordHash, ending }
      const outcome = await sessions.commitEnding(user.id, (record) =>
        store.resetPassword(reset, ({ ended, connectedAccounts }) =>
          record(
            {
              type: 'password_reset',
              at,
              userId: user.id,
              sessionId: null,
              endedSessions: ended.length,
              connectedAccounts,
              request,
            },
            ...endingEvents(user.id, ended, { at, endReason: 'password_reset', sessionId: null, request }),
          ),
        ),
      )
      if (outcome === 'consumed') throw new AuthError('CHALLENGE_ENDED')
      return { endedSessions: outcome.ended.length, connectedAccounts: outcome.connectedAccounts }
    },
  }
}
