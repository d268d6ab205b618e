import { challengeLifetime, type ChallengeId, type ChallengePurpose, type MailId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after, day } from '../core/duration.ts'
import { newId } from '../core/random.ts'
import { newReadableCode } from '../core/readable-code.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import { mailOrigin } from '../mail/mail-origin.ts'
import type { DirectContent } from '../mail/outbox-store.ts'
import { sealMailSecret } from '../mail/seal-mail-secret.ts'
import type { Challenge, ChallengeBrowser } from './challenge.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies } from './challenge-dependencies.ts'
import { hashCode } from './mailed-code.ts'

/** A challenge, and the secret that its browser keeps in a cookie. */
export interface IssuedChallenge {
  readonly challenge: Challenge
  readonly browser: ChallengeBrowser
}

/** What a challenge is about. */
export interface ChallengeSubject extends Pick<Challenge, 'email' | 'userId' | 'sessionId' | 'pending'> {
  readonly purpose: ChallengePurpose
  /**
   * What is mailed instead of the code, where the address can't have one. The browser that asks is told the same, and waits
   * for a code that does not exist.
   */
  readonly instead: 'address_taken' | 'no_account' | null
}

/** Issues a challenge and has its code mailed. */
export type IssueChallenge = (
  subject: ChallengeSubject,
  context: Pick<ChallengeContext, 'request' | 'browser'>,
) => Promise<IssuedChallenge>

/**
 * Returns what issues challenges. It does the same work for every address, so that neither the answer nor its time tells
 * which have users.
 */
export function issueChallenge({
  store,
  limits,
  secrets,
  geolocation,
  policy,
  now,
  random,
}: ChallengeDependencies): IssueChallenge {
  /**
   * @throws AuthError `MAIL_NOT_CONFIGURED`, `RATE_LIMITED`
   */
  return async ({ purpose, instead, ...subject }, { request, browser: known }) => {
    if (policy === null) throw new AuthError('MAIL_NOT_CONFIGURED')
    await limits.consume('mail', { recipient: subject.email, network: request.ip })
    const at = now()
    const code = newReadableCode(random)
    const token = newSecret<'link token'>(random)
    const browser = known ?? newSecret<'challenge browser'>(random)
    const id = newId(random) as ChallengeId
    const challenge: Challenge = {
      ...subject,
      id,
      kind: purpose,
      codeHash: hashCode(secrets, id, code),
      tokenHash: hashSecret(token),
      browserHash: hashSecret(browser),
      createdAt: at,
      expiresAt: after(at, challengeLifetime),
    }
    const mailId = newId(random) as MailId
    const sealed = sealMailSecret(secrets, mailId, { code, token })
    const origin = mailOrigin(geolocation, at, request)
    const content: DirectContent =
      instead === null
        ? { kind: purpose, origin, expiresAt: challenge.expiresAt.toISOString() }
        : { kind: instead, origin }
    await store.create(challenge, {
      id: mailId,
      recipient: challenge.email,
      content,
      sealedSecret: instead === null ? sealed : null,
      createdAt: at,
      // Without a code it is worth as much later.
      expiresAt: instead === null ? challenge.expiresAt : after(at, day),
    })
    return { challenge, browser }
  }
}
