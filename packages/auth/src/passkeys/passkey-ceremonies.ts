import { passkeyChallengeLifetime, type SessionId, type UserId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after } from '../core/duration.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import {
  isSameBrowser,
  type PasskeyBrowser,
  type PasskeyChallenge,
  type PasskeyChallengeText,
  type PasskeyPurpose,
} from './passkey.ts'
import type { PasskeyContext, PasskeyDependencies } from './passkey-dependencies.ts'
import type { RelyingParty } from './relying-party.ts'
import { challengeIn } from './verify-answer.ts'

/** The challenge of options, and the secret that its browser keeps in a cookie. */
export interface IssuedOptions {
  readonly relyingParty: RelyingParty
  readonly challenge: PasskeyChallengeText
  readonly browser: PasskeyBrowser
}

/** The session of a signed-in user that a challenge is bound to; both are `null` for a sign-in. */
interface ChallengeOwner {
  readonly userId: UserId | null
  readonly sessionId: SessionId | null
}

/** A challenge that waits for its answer, which has come. */
export interface AnsweredChallenge {
  readonly relyingParty: RelyingParty
  readonly text: PasskeyChallengeText
  readonly stored: PasskeyChallenge
}

/** What registration, sign-in and step-up have in common: options with a challenge, and one answer to it. */
export interface PasskeyCeremonies {
  /**
   * Stores a challenge for this browser.
   *
   * @throws AuthError `PASSKEYS_OFF`, `RATE_LIMITED`
   */
  issue(purpose: PasskeyPurpose, owner: ChallengeOwner, context: PasskeyContext): Promise<IssuedOptions>

  /**
   * Passes the challenge that an answer is to, once it was issued to this browser and session for one of the purposes, and
   * returns what `verify` makes of it. An answer is counted before; one that is refused uses its challenge up as well.
   *
   * @throws AuthError `PASSKEYS_OFF`, `PASSKEY_CHALLENGE_ENDED`, `RATE_LIMITED`; `PASSKEY_REFUSED` where `verify` returns `null`
   */
  answer<T>(
    answered: {
      readonly clientDataJSON: string
      readonly purposes: readonly PasskeyPurpose[]
      readonly owner: ChallengeOwner
    },
    context: PasskeyContext,
    verify: (challenge: AnsweredChallenge) => Promise<T | null>,
  ): Promise<T>
}

/** Returns what the parts of `Passkeys` have in common. */
export function passkeyCeremonies({
  store,
  limits,
  relyingParty,
  now,
  random,
}: PasskeyDependencies): PasskeyCeremonies {
  return {
    async issue(purpose, owner, { request, browser: known }) {
      if (relyingParty === null) throw new AuthError('PASSKEYS_OFF')
      await limits.consume('passkeyOptions', { network: request.ip })
      const challenge: PasskeyChallengeText = newSecret(random)
      const browser: PasskeyBrowser = known ?? newSecret(random)
      const at = now()
      await store.insertChallenge({
        ...owner,
        hash: hashSecret(challenge),
        browserHash: hashSecret(browser),
        purpose,
        createdAt: at,
        expiresAt: after(at, passkeyChallengeLifetime),
      })
      return { relyingParty, challenge, browser }
    },

    async answer({ clientDataJSON, purposes, owner }, { request, browser }, verify) {
      if (relyingParty === null) throw new AuthError('PASSKEYS_OFF')
      const consumption = await limits.consume('passkeyAttempt', { network: request.ip })
      const text = challengeIn(clientDataJSON)
      if (text === null) throw new AuthError('PASSKEY_REFUSED')
      const stored = await store.findChallenge(hashSecret(text))
      if (
        stored === null ||
        !purposes.includes(stored.purpose) ||
        stored.expiresAt <= now() ||
        stored.userId !== owner.userId ||
        stored.sessionId !== owner.sessionId ||
        !isSameBrowser(stored, browser)
      ) {
        throw new AuthError('PASSKEY_CHALLENGE_ENDED')
      }
      try {
        const verified = await verify({ relyingParty, text, stored })
        if (verified === null) throw new AuthError('PASSKEY_REFUSED')
        await consumption.succeed()
        return verified
      } catch (error) {
        if (error instanceof AuthError) await store.deleteChallenge(stored.hash)
        throw error
      }
    },
  }
}
