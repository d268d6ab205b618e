import type { ChallengeId, ChallengeProofInput, MailId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after, day } from '../core/duration.ts'
import { newId } from '../core/random.ts'
import { requireCanonical } from '../core/require-canonical.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import { mailOrigin } from '../mail/mail-origin.ts'
import type { OutboxMail } from '../mail/outbox-store.ts'
import { sealMailSecret } from '../mail/seal-mail-secret.ts'
import type { Caller } from '../sessions/caller.ts'
import { endingEvents } from '../sessions/end-sessions.ts'
import type { User } from '../users/user.ts'
import type { Challenge, LinkToken } from './challenge.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies } from './challenge-dependencies.ts'
import type { IssueChallenge, IssuedChallenge } from './issue-challenge.ts'
import { hashCode } from './mailed-code.ts'
import type { VerifyProof } from './verify-proof.ts'

/** A request of a signed-in user. */
export type SignedInContext = ChallengeContext & { readonly caller: Caller }

/** Milliseconds for which the owner of the earlier address can take a change back. */
export const undoLifetime = 7 * day

export interface ChangeEmail {
  /**
   * Asks for the proof of the caller's address.
   *
   * @throws AuthError `MAIL_NOT_CONFIGURED`, `RATE_LIMITED`
   */
  requestEmailProof(context: SignedInContext): Promise<IssuedChallenge>

  /**
   * Records that the caller reads the mailbox of their address. Returns the user.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `RATE_LIMITED`
   */
  proveEmail(proof: ChallengeProofInput, context: SignedInContext): Promise<User>

  /**
   * Asks for the proof of another address for the caller. The same answer for one that has a user, who is told so by mail.
   *
   * @throws AuthError `SUDO_REQUIRED`, `MAIL_NOT_CONFIGURED`, `RATE_LIMITED`
   */
  requestEmailChange(email: string, context: SignedInContext): Promise<IssuedChallenge>

  /**
   * Gives the caller the address that they proved. The earlier address is mailed a link that takes it back. Returns the user.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `SESSION_ENDED`, `RATE_LIMITED`
   */
  changeEmail(proof: ChallengeProofInput, context: SignedInContext): Promise<User>

  /**
   * Gives an account its earlier address back by the link that was mailed there, from any browser. The password, all connected
   * accounts, which may be of a thief since before the change, and everything that is signed in are gone: the owner of the
   * address resets the password, and connects their accounts again. Returns how many sessions ended.
   *
   * @throws AuthError `CHALLENGE_ENDED`; `EMAIL_TAKEN` where another user has the address by now
   */
  undoEmailChange(token: string, context: ChallengeContext): Promise<{ readonly endedSessions: number }>
}

/** Only this user confirms what they asked for. */
const ofCaller = ({ caller }: SignedInContext) =>
  ({ userId: caller.user.id, sessionId: caller.session.id, pending: null }) as const

/** Returns the part of `Challenges` that proves and changes addresses. */
export function changeEmail(
  deps: ChallengeDependencies,
  { issue, verify }: { readonly issue: IssueChallenge; readonly verify: VerifyProof },
): ChangeEmail {
  const { store, users, sessions, events, limits, now } = deps

  const requestEmailProof: ChangeEmail['requestEmailProof'] = (context) => {
    const { email } = context.caller.user
    return issue({ purpose: 'prove_email', email, ...ofCaller(context), instead: null }, context)
  }

  return {
    requestEmailProof,

    async proveEmail(proof, context) {
      const { caller, request } = context
      const { user, session } = caller
      const challenge = await verify(['prove_email', 'sign_up'], proof, context)
      // The sign-up of another user, and the address that this user had before.
      if (challenge.userId !== user.id || challenge.email !== user.email) throw new AuthError('CHALLENGE_ENDED')
      const at = now()
      const outcome = await events.commit((record) =>
        store.proveEmail({ id: challenge.id, now: at, userId: user.id }, ({ email }) =>
          record({ type: 'email_proven', at, userId: user.id, sessionId: session.id, email, request }),
        ),
      )
      if (outcome === 'consumed') throw new AuthError('CHALLENGE_ENDED')
      return { ...user, emailProvenAt: at }
    },

    async requestEmailChange(typed, context) {
      sessions.requireRecentStepUp(context.caller)
      const email = requireCanonical(typed)
      if (email === context.caller.user.email) return requestEmailProof(context)
      const instead = (await users.findByEmail(email)) === null ? null : 'address_taken'
      return issue({ purpose: 'change_email', email, ...ofCaller(context), instead }, context)
    },

    async changeEmail(proof, context) {
      const { caller, request } = context
      const { user, session } = caller
      const challenge = await verify(['change_email'], proof, context)
      const at = now()
      const change = {
        id: challenge.id,
        now: at,
        userId: user.id,
        email: challenge.email,
        token: session.tokenHash,
        undo: user.emailProvenAt === null ? null : undoOf(deps, user, challenge.email, context),
      }
      const outcome = await events.commit((record) =>
        store.changeEmail(change, ({ email }) =>
          record({ type: 'email_changed', at, userId: user.id, sessionId: session.id, email, request }),
        ),
      )
      if (outcome === 'session_ended') throw new AuthError('SESSION_ENDED')
      // Another user has the address since the code was mailed: the code is worth nothing any more.
      if (outcome !== 'changed') throw new AuthError('CHALLENGE_ENDED')
      return { ...user, email: challenge.email, emailProvenAt: at }
    },

    async undoEmailChange(token, { request }) {
      const at = now()
      const consumption = await limits.consume('unknownToken', { network: request.ip })
      const challenge = await store.findByToken(hashSecret(token as LinkToken))
      const isUndo = challenge?.kind === 'undo_email_change' && challenge.expiresAt > at
      if (!isUndo || challenge.userId === null) throw new AuthError('CHALLENGE_ENDED')
      await consumption.succeed()
      const { userId, email } = challenge
      const ending = { at, reason: 'email_change_undone', by: null } as const
      const undo = { id: challenge.id, now: at, userId, email, changedAt: challenge.createdAt, ending }
      const outcome = await sessions.commitEnding(userId, (record) =>
        store.undoEmailChange(undo, ({ ended }) =>
          record(
            {
              type: 'email_change_undone',
              at,
              userId,
              sessionId: null,
              email,
              endedSessions: ended.length,
              request,
            },
            ...endingEvents(userId, ended, { at, endReason: ending.reason, sessionId: null, request }),
          ),
        ),
      )
      if (outcome === 'email_taken') throw new AuthError('EMAIL_TAKEN')
      if (outcome === 'consumed') throw new AuthError('CHALLENGE_ENDED')
      return { endedSessions: outcome.ended.length }
    },
  }
}

/** Returns the challenge that takes a change of address back, and the mail with its link to the earlier address. */
function undoOf(
  { secrets, geolocation, now, random }: ChallengeDependencies,
  user: User,
  newEmail: string,
  { request }: ChallengeContext,
): { readonly challenge: Challenge; readonly mail: OutboxMail } {
  const at = now()
  const expiresAt = after(at, undoLifetime)
  const token = newSecret<'link token'>(random)
  const id = newId(random) as ChallengeId
  const mailId = newId(random) as MailId
  return {
    challenge: {
      id,
      kind: 'undo_email_change',
      email: user.email,
      userId: user.id,
      sessionId: null,
      pending: null,
      // It has a link alone: no text is its code, and no browser the one that asked.
      codeHash: hashCode(secrets, id, newSecret(random)),
      tokenHash: hashSecret(token),
      browserHash: hashSecret(newSecret<'challenge browser'>(random)),
      createdAt: at,
      expiresAt,
    },
    mail: {
      id: mailId,
      recipient: user.email,
      content: {
        kind: 'undo_email_change',
        newEmail,
        origin: mailOrigin(geolocation, at, request),
        expiresAt: expiresAt.toISOString(),
      },
      sealedSecret: sealMailSecret(secrets, mailId, { code: null, token }),
      createdAt: at,
      expiresAt: after(at, day),
    },
  }
}
