import type {
  ChallengeId,
  ChallengeProofInput,
  ChallengePurpose,
  RequestCodeInput,
  SignInMethod,
  SignUpInput,
  UserId,
} from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { newId } from '../core/random.ts'
import { requireCanonical } from '../core/require-canonical.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import { endingEvents } from '../sessions/end-sessions.ts'
import type { Session } from '../sessions/session.ts'
import type { CommitStart, IssuedSession, SessionClient } from '../sessions/start-session.ts'
import type { User } from '../users/user.ts'
import { type Challenge, hasAccount, isSameBrowser } from './challenge.ts'
import type { ChallengeContext } from './challenge-context.ts'
import type { ChallengeDependencies } from './challenge-dependencies.ts'
import type { Reclaim } from './challenge-store.ts'
import type { IssueChallenge, IssuedChallenge } from './issue-challenge.ts'
import type { VerifyProof } from './verify-proof.ts'

/** A session that a mailed code started. */
export interface SignedInByMail extends IssuedSession {
  readonly user: User
}

/** The session that a confirmation starts. */
export interface ConfirmedSession {
  readonly remember: boolean
  /** `null` for a browser. */
  readonly client: SessionClient | null
}

export interface ConfirmSignIn {
  /**
   * Asks for the proof of the address of a new account. The same answer for an address that has one: its owner is told so by
   * mail.
   *
   * @throws AuthError `MAIL_NOT_CONFIGURED`, `CAPTCHA_REQUIRED`, `CAPTCHA_REFUSED`, `PASSWORD_TOO_SHORT`,
   *   `PASSWORD_TOO_COMMON`, `RATE_LIMITED`
   */
  requestSignUp(input: SignUpInput, context: ChallengeContext): Promise<IssuedChallenge>

  /**
   * Asks for a code that signs in. For an address without a user the code makes one.
   *
   * @throws AuthError `MAIL_NOT_CONFIGURED` also where codes do not sign in; `CAPTCHA_REQUIRED`, `CAPTCHA_REFUSED`,
   *   `RATE_LIMITED`
   */
  requestSignInCode(input: RequestCodeInput, context: ChallengeContext): Promise<IssuedChallenge>

  /**
   * Signs up or in by what was mailed. An account with the address that was not proven before is the reader's from then on:
   * what others set up in it is removed.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `RATE_LIMITED`
   */
  confirm(proof: ChallengeProofInput, session: ConfirmedSession, context: ChallengeContext): Promise<SignedInByMail>

  /**
   * Creates the account of a sign-up before its address is proven.
   *
   * @throws AuthError `EMAIL_PROOF_REQUIRED` where the policy demands the proof first, and where the address has a user
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `RATE_LIMITED`
   */
  continueUnproven(id: string, remember: boolean, context: ChallengeContext): Promise<SignedInByMail>
}

/** Returns the part of `Challenges` that signs up and in by what was mailed. */
export function confirmSignIn(
  { store, users, passwords, sessions, captcha, policy, now, random }: ChallengeDependencies,
  { issue, verify }: { readonly issue: IssueChallenge; readonly verify: VerifyProof },
): ConfirmSignIn {
  /** Starts a session for the reader of a mailbox; `null` where the challenge or the account changed meanwhile. */
  async function start(
    challenge: Challenge,
    {
      user,
      session,
      context,
    }: { readonly user: User; readonly session: ConfirmedSession; readonly context: ChallengeContext },
    commit: CommitStart,
  ): Promise<SignedInByMail | null> {
    const { request, caller } = context
    const replaces = caller?.session ?? null
    const starting = { ...session, user, method: methodOf(challenge), secondFactor: 'ask' as const, request, replaces }
    const issued = await sessions.start(starting, commit)
    return issued === null ? null : { ...issued, user }
  }

  async function create(challenge: Challenge, session: ConfirmedSession, context: ChallengeContext, keep: boolean) {
    const at = now()
    const { email, pending } = challenge
    const user: User = {
      id: newId(random) as UserId,
      email,
      emailProvenAt: keep ? null : at,
      name: pending?.name ?? email.slice(0, email.lastIndexOf('@')),
      role: 'user',
      createdAt: at,
    }
    const passwordHash = pending?.passwordHash ?? null
    return start(challenge, { user, session, context }, async (sessionStart, record) => {
      const consumed = { id: challenge.id, now: at }
      const outcome = await store.signUp({ ...consumed, user, passwordHash, start: sessionStart, keep }, (started) =>
        record(started, eventOf('signed_up', at, sessionStart.session, context)),
      )
      return typeof outcome === 'string' ? null : outcome
    })
  }

  async function enter(challenge: Challenge, user: User, session: ConfirmedSession, context: ChallengeContext) {
    const at = now()
    const reclaim = user.emailProvenAt === null ? reclaimOf(challenge, at) : null
    const proven = { ...user, emailProvenAt: user.emailProvenAt ?? at, name: reclaim?.name ?? user.name }
    return start(challenge, { user: proven, session, context }, async (sessionStart, record) => {
      const { id: sessionId } = sessionStart.session
      const outcome = await store.signIn(
        { id: challenge.id, now: at, userId: user.id, start: sessionStart, reclaim },
        ({ started, ended }) => {
          const reclaimed: readonly SecurityEvent[] =
            reclaim === null
              ? []
              : [
                  {
                    type: 'account_reclaimed',
                    at,
                    userId: user.id,
                    sessionId,
                    endedSessions: ended.length,
                    request: context.request,
                  },
                  ...endingEvents(user.id, ended, {
                    at,
                    endReason: 'account_reclaimed',
                    sessionId,
                    request: context.request,
                  }),
                ]
          return record(started, ...reclaimed, eventOf('signed_in', at, sessionStart.session, context))
        },
      )
      return typeof outcome === 'string' ? null : outcome.started
    })
  }

  return {
    async requestSignUp(input, context) {
      const email = requireCanonical(input.email)
      const passwordHash = await passwords.hashForSignUp(input, context.request)
      const found = await users.findByEmail(email)
      const isProven = (found?.emailProvenAt ?? null) !== null
      return issue(
        {
          purpose: 'sign_up',
          email,
          userId: null,
          sessionId: null,
          pending: { name: input.name, passwordHash },
          instead: isProven ? 'address_taken' : null,
        },
        context,
      )
    },

    async requestSignInCode(input, context) {
      if (policy?.codes !== true) throw new AuthError('MAIL_NOT_CONFIGURED')
      await captcha.check(input.captcha, context.request)
      const email = requireCanonical(input.email)
      // Looked up for the same work as with the other purposes. Whether there is a user is decided by the confirmation.
      const found = await users.findByEmail(email)
      return issue(
        { purpose: 'sign_in', email, userId: found?.id ?? null, sessionId: null, pending: null, instead: null },
        context,
      )
    },

    async confirm(proof, session, context) {
      const challenge = await verify(signInPurposes, proof, context)
      // The account of this sign-up is there already: its user proves the address, signed in.
      if (hasAccount(challenge)) throw new AuthError('CHALLENGE_ENDED')
      // The account may change between the look and the change, once: then it is looked at again.
      for (const _ of [1, 2]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
        const user = await users.findByEmail(challenge.email)
        // oxlint-disable-next-line no-await-in-loop -- as above
        const signedIn = await (user === null
          ? create(challenge, session, context, false)
          : enter(challenge, user, session, context))
        if (signedIn !== null) return signedIn
      }
      throw new AuthError('CHALLENGE_ENDED')
    },

    async continueUnproven(id, remember, context) {
      if (policy?.proof !== 'asked') throw new AuthError('EMAIL_PROOF_REQUIRED')
      const challenge = await store.find(id as ChallengeId)
      const isWaiting = challenge?.kind === 'sign_up' && challenge.expiresAt > now() && !hasAccount(challenge)
      if (!isWaiting) throw new AuthError('CHALLENGE_ENDED')
      if (!isSameBrowser(challenge, context.browser)) throw new AuthError('CHALLENGE_OTHER_BROWSER')
      const signedIn = await create(challenge, { remember, client: null }, context, true)
      if (signedIn === null) throw new AuthError('EMAIL_PROOF_REQUIRED')
      return signedIn
    },
  }
}

const signInPurposes = ['sign_up', 'sign_in'] as const satisfies readonly ChallengePurpose[]

/** Returns what becomes of an account with the address that was not proven: only what this challenge sets up stays. */
function reclaimOf({ pending }: Challenge, at: Date): Reclaim {
  return {
    name: pending?.name ?? null,
    passwordHash: pending?.passwordHash ?? null,
    ending: { at, reason: 'account_reclaimed', by: null },
  }
}

function eventOf(
  type: 'signed_up' | 'signed_in',
  at: Date,
  { id: sessionId, userId, signInMethod: method }: Session,
  { request }: ChallengeContext,
): SecurityEvent {
  return { type, at, userId, sessionId, method, request }
}

/** A sign-up is one with the password that was chosen: the code proves its address. */
function methodOf({ kind }: Challenge): SignInMethod {
  return kind === 'sign_up' ? 'password' : 'code'
}
