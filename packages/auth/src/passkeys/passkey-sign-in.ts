import type { AuthenticationResponseInput } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { hashSecret } from '../core/secret.ts'
import type { Caller } from '../sessions/caller.ts'
import type { IssuedSession } from '../sessions/start-session.ts'
import type { RotatedSession } from '../sessions/step-up.ts'
import type { User } from '../users/user.ts'
import { type Passkey, userHandleOf } from './passkey.ts'
import type { AnsweredChallenge, IssuedOptions, PasskeyCeremonies } from './passkey-ceremonies.ts'
import type { PasskeyContext, PasskeyDependencies } from './passkey-dependencies.ts'
import type { PasskeyUse } from './passkey-store.ts'
import { verifyAssertion } from './verify-answer.ts'

/** A session that a passkey started. */
export interface SignedInByPasskey extends IssuedSession {
  readonly user: User
}

/** What an authenticator is asked to step up with. */
export interface IssuedStepUp extends IssuedOptions {
  /** The passkeys of the caller, one of which is asked for. */
  readonly allowed: readonly Passkey[]
}

export interface PasskeySignIn {
  /**
   * Asks for a passkey of any user. It takes no address, so that its answer says nothing of one.
   *
   * @throws AuthError `PASSKEYS_OFF`, `RATE_LIMITED`
   */
  requestSignIn(context: PasskeyContext): Promise<IssuedOptions>

  /**
   * Signs in with a passkey, which counts as both factors: its authenticator verified the user. The session that the browser
   * had ends.
   *
   * @throws AuthError `PASSKEYS_OFF`, `PASSKEY_CHALLENGE_ENDED`, `PASSKEY_UNKNOWN`, `PASSKEY_REFUSED`, `RATE_LIMITED`
   */
  signIn(
    response: AuthenticationResponseInput,
    remember: boolean,
    context: PasskeyContext & { readonly caller: Caller | null },
  ): Promise<SignedInByPasskey>

  /**
   * Asks for a passkey of the caller.
   *
   * @throws AuthError `PASSKEYS_OFF`, `RATE_LIMITED`; `PASSKEY_NOT_FOUND` where the caller has none
   */
  requestStepUp(caller: Caller, context: PasskeyContext): Promise<IssuedStepUp>

  /**
   * Records a step-up on the calling session, which gets a new token, and has the passkey as its second factor.
   *
   * @throws AuthError `PASSKEYS_OFF`, `PASSKEY_CHALLENGE_ENDED`, `PASSKEY_UNKNOWN`, `PASSKEY_REFUSED` also for a passkey of
   *   another user, `SESSION_ENDED`, `RATE_LIMITED`
   */
  stepUp(caller: Caller, response: AuthenticationResponseInput, context: PasskeyContext): Promise<RotatedSession>
}

/** Returns the part of `Passkeys` that signs in and steps up. */
export function passkeySignIn(
  { store, sessions, now }: PasskeyDependencies,
  ceremonies: PasskeyCeremonies,
): PasskeySignIn {
  /** Returns the use of a passkey that an answer proves, and its user; `null` for what is not verified. */
  async function verify(response: AuthenticationResponseInput, { relyingParty, text }: AnsweredChallenge) {
    const found = await store.findByCredential(response.id)
    if (found === null) throw new AuthError('PASSKEY_UNKNOWN')
    const { passkey, user } = found
    const { userHandle } = response.response
    // An authenticator that is asked for certain credentials may leave the user out.
    if (userHandle !== undefined && userHandle !== userHandleOf(user.id)) return null
    const verified = await verifyAssertion(response, { relyingParty, challenge: text, passkey })
    if (verified === null) return null
    const { id, userId } = passkey
    const use: PasskeyUse = { ...verified, id, userId, challenge: hashSecret(text), now: now() }
    return { use, user }
  }

  /** Uses up the challenge of an answer that the store refused. */
  async function refusal(use: PasskeyUse, reason: 'challenge_ended' | 'passkey_changed'): Promise<AuthError> {
    await store.deleteChallenge(use.challenge)
    return new AuthError(reason === 'challenge_ended' ? 'PASSKEY_CHALLENGE_ENDED' : 'PASSKEY_REFUSED')
  }

  return {
    async requestSignIn(context) {
      return ceremonies.issue('sign_in', ofNoUser, context)
    },

    async signIn(response, remember, context) {
      const { request, caller } = context
      const answered = { clientDataJSON: response.response.clientDataJSON, purposes: signInPurposes, owner: ofNoUser }
      const { use, user } = await ceremonies.answer(answered, context, async (asked) =>
        // No credential was asked for, so that the authenticator named the user.
        response.response.userHandle === undefined ? null : verify(response, asked),
      )
      const starting = {
        user,
        method: 'passkey',
        secondFactor: 'passkey',
        remember,
        request,
        replaces: caller?.session ?? null,
        client: null,
      } as const
      const issued = await sessions.start(starting, async (start, record) => {
        const { id: sessionId } = start.session
        const outcome = await store.signIn({ use, start }, (started) =>
          record(started, {
            type: 'signed_in',
            at: now(),
            userId: user.id,
            sessionId,
            method: 'passkey',
            request,
          }),
        )
        if (typeof outcome === 'string') throw await refusal(use, outcome)
        return outcome
      })
      if (issued === null) throw new AuthError('PASSKEY_REFUSED')
      return { ...issued, user }
    },

    async requestStepUp({ user, session }, context) {
      const allowed = await store.listByUser(user.id)
      if (allowed.length === 0) throw new AuthError('PASSKEY_NOT_FOUND')
      const owner = { userId: user.id, sessionId: session.id }
      return { ...(await ceremonies.issue('step_up', owner, context)), allowed }
    },

    async stepUp(caller, response, context) {
      const { user, session } = caller
      const answered = {
        clientDataJSON: response.response.clientDataJSON,
        purposes: stepUpPurposes,
        owner: { userId: user.id, sessionId: session.id },
      }
      const { use } = await ceremonies.answer(answered, context, async (asked) => {
        const verified = await verify(response, asked)
        return verified?.user.id === user.id ? verified : null
      })
      return sessions.stepUp(caller, 'passkey', context.request, {
        secondFactor: 'passkey',
        commit: async (rotation, record) => {
          const outcome = await store.stepUp({ use, rotation }, record)
          if (outcome === 'challenge_ended' || outcome === 'passkey_changed') throw await refusal(use, outcome)
          return outcome === 'stepped_up'
        },
      })
    },
  }
}

const ofNoUser = { userId: null, sessionId: null }
const signInPurposes = ['sign_in'] as const
const stepUpPurposes = ['step_up'] as const
