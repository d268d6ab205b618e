import type { IdentityId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { PasswordStore } from '../passwords/password-store.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Identity } from './identity.ts'
import type { IdentityStore } from './identity-store.ts'

export interface IdentitiesDependencies {
  readonly identities: IdentityStore
  readonly passwords: PasswordStore
  /** The ids of the providers that a user can sign in through now. */
  readonly usableProviders: readonly string[]
  /** Whether a user can sign in with passkeys now. */
  readonly usablePasskeys: boolean
  readonly events: Events
  readonly limits: Limits
  readonly now: () => Date
}

/** The accounts at providers that are linked to a user. */
export class Identities {
  readonly #deps: IdentitiesDependencies

  constructor(deps: IdentitiesDependencies) {
    this.#deps = deps
  }

  /** Returns the caller's sign-in methods. */
  async list({ user }: Caller): Promise<{ hasPassword: boolean; identities: readonly Identity[] }> {
    const [identities, hash] = await Promise.all([
      this.#deps.identities.listByUser(user.id),
      this.#deps.passwords.findHash(user.id),
    ])
    return { hasPassword: hash !== null, identities }
  }

  /**
   * Unlinks an account. Sessions that started through it go on: they are on the access screen, to be ended there.
   *
   * @throws AuthError `LAST_SIGN_IN_METHOD` when the user could not sign in any more
   * @throws AuthError `IDENTITY_NOT_FOUND` for an unknown id and for another user's alike
   * @throws AuthError `RATE_LIMITED`
   */
  async unlink({ user, session }: Caller, id: string, request: RequestInfo): Promise<void> {
    const { identities, usableProviders, usablePasskeys, events, limits, now } = this.#deps
    await limits.consume('identityChange', { user: user.id })
    const removal = { id: id as IdentityId, userId: user.id, usableProviders, usablePasskeys }
    const outcome = await events.commit((record) =>
      identities.remove(removal, ({ provider }) =>
        record({ type: 'identity_unlinked', at: now(), userId: user.id, sessionId: session.id, provider, request }),
      ),
    )
    if (outcome === 'last_sign_in_method') throw new AuthError('LAST_SIGN_IN_METHOD')
    if (outcome === 'unknown') throw new AuthError('IDENTITY_NOT_FOUND')
  }
}
