import {
  maxPasskeys,
  type PasskeyId,
  type RegistrationOptionsInput,
  type RegistrationResponseInput,
} from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { describeDevice } from '../core/describe-device.ts'
import { after, minute } from '../core/duration.ts'
import { newId } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret } from '../core/secret.ts'
import type { Caller } from '../sessions/caller.ts'
import { authenticatorName } from './authenticator-names.ts'
import type { Passkey, PasskeyPurpose } from './passkey.ts'
import type { IssuedOptions, PasskeyCeremonies } from './passkey-ceremonies.ts'
import type { PasskeyContext, PasskeyDependencies } from './passkey-dependencies.ts'
import { verifyRegistration } from './verify-answer.ts'

/** Milliseconds after a sign-in with a password in which the browser may make a passkey without asking. */
export const conditionalWindow = 2 * minute

/** What an authenticator is asked to make a passkey for. */
export interface IssuedRegistration extends IssuedOptions {
  /** The passkeys that the user has: their authenticators make no other. */
  readonly existing: readonly Passkey[]
}

export interface RegisterPasskey {
  /**
   * Asks for a new passkey of the caller.
   *
   * @throws AuthError `PASSKEYS_OFF`, `TOO_MANY_PASSKEYS`, `RATE_LIMITED`; `SUDO_REQUIRED` where the browser is not to ask, and
   *   the session did not start with a password just now
   */
  requestRegistration(
    caller: Caller,
    mediation: RegistrationOptionsInput['mediation'],
    context: PasskeyContext,
  ): Promise<IssuedRegistration>

  /**
   * Adds a passkey to the caller, named after its authenticator.
   *
   * @throws AuthError `PASSKEYS_OFF`, `PASSKEY_CHALLENGE_ENDED`, `PASSKEY_REFUSED` also where another user has it,
   *   `TOO_MANY_PASSKEYS`, `SESSION_ENDED`, `RATE_LIMITED`
   */
  register(caller: Caller, response: RegistrationResponseInput, context: PasskeyContext): Promise<Passkey>
}

/** Returns the part of `Passkeys` that adds one. */
export function registerPasskey(
  { store, events, limits, now, random }: PasskeyDependencies,
  ceremonies: PasskeyCeremonies,
): RegisterPasskey {
  return {
    async requestRegistration({ user, session }, mediation, context) {
      const existing = await store.listByUser(user.id)
      if (existing.length >= maxPasskeys) throw new AuthError('TOO_MANY_PASSKEYS')
      const isFresh = session.signInMethod === 'password' && after(session.createdAt, conditionalWindow) > now()
      if (mediation === 'conditional' && !isFresh) throw new AuthError('SUDO_REQUIRED')
      const owner = { userId: user.id, sessionId: session.id }
      return { ...(await ceremonies.issue(purposeOf(mediation), owner, context)), existing }
    },

    async register({ user, session }, response, context) {
      const { request } = context
      const answered = {
        clientDataJSON: response.response.clientDataJSON,
        purposes: [purposeOf('optional'), purposeOf('conditional')],
        owner: { userId: user.id, sessionId: session.id },
      }
      const { credential, challenge } = await ceremonies.answer(answered, context, async (asked) => {
        const { relyingParty, text, stored } = asked
        const isConditional = stored.purpose === 'register_conditional'
        const made = await verifyRegistration(response, { relyingParty, challenge: text, isConditional })
        return made === null ? null : { credential: made, challenge: text }
      })
      await limits.consume('passkeyChange', { user: user.id })
      const at = now()
      const passkey: Passkey = {
        ...credential,
        id: newId(random) as PasskeyId,
        userId: user.id,
        name: authenticatorName(credential.aaguid) ?? deviceName(request),
        createdAt: at,
        lastUsedAt: null,
      }
      const addition = {
        passkey,
        challenge: hashSecret(challenge),
        token: session.tokenHash,
        max: maxPasskeys,
        now: at,
      }
      const outcome = await events.commit((record) =>
        store.add(addition, ({ name: label }) =>
          record({ type: 'passkey_added', at, userId: user.id, sessionId: session.id, label, request }),
        ),
      )
      switch (outcome) {
        case 'added':
          return passkey
        case 'challenge_ended':
          throw new AuthError('PASSKEY_CHALLENGE_ENDED')
        case 'session_ended':
          throw new AuthError('SESSION_ENDED')
        case 'credential_taken':
          throw new AuthError('PASSKEY_REFUSED')
        case 'too_many':
          throw new AuthError('TOO_MANY_PASSKEYS')
      }
    },
  }
}

function purposeOf(mediation: RegistrationOptionsInput['mediation']): PasskeyPurpose {
  return mediation === 'conditional' ? 'register_conditional' : 'register'
}

/** Returns the name of a passkey whose authenticator is not known: "Chrome on macOS". */
function deviceName({ userAgent, hints }: RequestInfo): string {
  return describeDevice(userAgent, hints).name
}
