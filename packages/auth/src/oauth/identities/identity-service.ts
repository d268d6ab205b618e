import { AuthError } from '../../auth-error.ts'
import type { Caller } from '../../caller.ts'
import type { ClientInfo } from '../../client-info.ts'
import type { EventRecorder } from '../../events/event-recorder.ts'
import type { PasswordStore } from '../../passwords/password-store.ts'
import type { ProviderRegistry } from '../providers/provider-registry.ts'
import type { Identity, IdentityId } from './identity.ts'
import type { IdentityStore } from './identity-store.ts'

export interface IdentityServiceDependencies {
  readonly identities: IdentityStore
  readonly passwords: PasswordStore
  readonly providers: ProviderRegistry
  readonly events: EventRecorder
  readonly now: () => Date
}

/** The accounts at providers that are connected to a user. */
export class IdentityService {
  readonly #deps: IdentityServiceDependencies

  constructor(deps: IdentityServiceDependencies) {
    this.#deps = deps
  }

  /** Everything that the caller can sign in with. */
  async list({ user }: Caller): Promise<{ hasPassword: boolean; identities: readonly Identity[] }> {
    const [identities, hash] = await Promise.all([
      this.#deps.identities.listByUser(user.id),
      this.#deps.passwords.findHash(user.id),
    ])
    return { hasPassword: hash !== null, identities }
  }

  /**
   * Disconnects an account. Sessions that began with it go on: they are on the access screen, to be ended there.
   *
   * @throws AuthError `LAST_SIGN_IN_METHOD` when nothing would be left to sign in with
   * @throws AuthError `IDENTITY_NOT_FOUND` for an unknown id and for another user's alike
   */
  async unlink({ user, session }: Caller, id: string, client: ClientInfo): Promise<void> {
    const { identities, providers, events, now } = this.#deps
    const linked = (await identities.listByUser(user.id)).find((identity) => identity.id === id)
    const outcome = await identities.remove({
      id: id as IdentityId,
      userId: user.id,
      usableProviders: providers.list().map((provider) => provider.id),
    })
    if (outcome === 'last_way_in') throw new AuthError('LAST_SIGN_IN_METHOD')
    if (outcome === 'unknown' || linked === undefined) throw new AuthError('IDENTITY_NOT_FOUND')
    const { provider } = linked
    await events.record({
      type: 'identity_unlinked',
      at: now(),
      userId: user.id,
      sessionId: session.id,
      provider,
      client,
    })
  }
}
