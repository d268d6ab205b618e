import type { ChallengeId, ChallengeProofInput } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { hashSecret } from '../core/secret.ts'
import {
  type Challenge,
  type ChallengeKind,
  hasAccount,
  isSameBrowser,
  type LinkToken,
  triesPerChallenge,
} from './challenge.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies } from './challenge-dependencies.ts'
import { isCodeOf } from './mailed-code.ts'

/** Returns the challenge that a proof is of. It is not consumed by that. */
export type VerifyProof = (
  kinds: readonly ChallengeKind[],
  proof: ChallengeProofInput,
  context: ChallengeContext,
) => Promise<Challenge>

/**
 * Returns what verifies proofs. In the browser that asked, the code is a proof, and so is the link. In another browser the
 * link is one together with the code, but for what binds an account to a password or a session that the reader of the mailbox
 * may not know: a stranger who signed up with the address of another must not have it proven by its owner.
 */
export function verifyProof({ store, limits, secrets, now }: ChallengeDependencies): VerifyProof {
  /** Counts first, so that parallel guesses can't exceed the limit. */
  async function requireCode(challenge: Challenge, code: string, { request }: ChallengeContext): Promise<void> {
    const consumption = await limits.consume('mailedCode', { network: request.ip })
    if (!(await store.countTry(challenge.id, triesPerChallenge))) throw new AuthError('CHALLENGE_ENDED')
    if (!isCodeOf(secrets, challenge, code)) throw new AuthError('WRONG_CODE')
    await consumption.succeed()
  }

  /**
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `RATE_LIMITED`
   */
  return async (kinds, { challenge: id, token, code }, context) => {
    const challenge =
      token === undefined
        ? await store.find(id as ChallengeId)
        : await store.findByToken(hashSecret(token as LinkToken))
    if (challenge === null || !kinds.includes(challenge.kind) || challenge.expiresAt <= now()) {
      throw new AuthError('CHALLENGE_ENDED')
    }
    const isAskedHere = isSameBrowser(challenge, context.browser)
    if (
      !isAskedHere &&
      (token === undefined || code === undefined || (challenge.kind === 'sign_up' && !hasAccount(challenge)))
    ) {
      throw new AuthError('CHALLENGE_OTHER_BROWSER')
    }
    if (challenge.sessionId !== null && context.caller?.user.id !== challenge.userId) {
      throw new AuthError('CHALLENGE_OTHER_BROWSER')
    }
    if (code !== undefined) await requireCode(challenge, code, context)
    return challenge
  }
}
