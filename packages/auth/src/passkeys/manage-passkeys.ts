import type { PasskeyId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Passkey } from './passkey.ts'
import type { PasskeyDependencies } from './passkey-dependencies.ts'
import type { RelyingParty } from './relying-party.ts'

export interface ManagePasskeys {
  /**
   * Returns the caller's passkeys, and the site that they are for.
   *
   * @throws AuthError `PASSKEYS_OFF`
   */
  list(caller: Caller): Promise<{ relyingParty: RelyingParty; passkeys: readonly Passkey[] }>

  /**
   * Gives one of the caller's passkeys a name. The name that it has already is no change. Returns the passkey.
   *
   * @throws AuthError `PASSKEY_NOT_FOUND` for an unknown id and for another user's alike; `RATE_LIMITED`
   */
  rename(caller: Caller, id: string, name: string, request: RequestInfo): Promise<Passkey>

  /**
   * Removes one of the caller's passkeys. Sessions that it started go on: they are on the access screen, to be ended there.
   *
   * @throws AuthError `LAST_SIGN_IN_METHOD` when the user could not sign in any more
   * @throws AuthError `PASSKEY_NOT_FOUND` for an unknown id and for another user's alike; `RATE_LIMITED`
   */
  remove(caller: Caller, id: string, request: RequestInfo): Promise<void>
}

/** Returns the part of `Passkeys` that lists, renames and removes them. */
export function managePasskeys({
  store,
  events,
  limits,
  relyingParty,
  usableProviders,
  now,
}: PasskeyDependencies): ManagePasskeys {
  return {
    async list({ user }) {
      if (relyingParty === null) throw new AuthError('PASSKEYS_OFF')
      return { relyingParty, passkeys: await store.listByUser(user.id) }
    },

    async rename({ user, session }, id, name, request) {
      const passkeys = await store.listByUser(user.id)
      const known = passkeys.find((passkey) => passkey.id === id)
      if (known === undefined) throw new AuthError('PASSKEY_NOT_FOUND')
      if (known.name === name) return known
      await limits.consume('passkeyChange', { user: user.id })
      const target = { id: known.id, userId: user.id }
      const renamed = await events.commit((record) =>
        store.rename(target, name, () =>
          record({
            type: 'passkey_renamed',
            at: now(),
            userId: user.id,
            sessionId: session.id,
            label: name,
            request,
          }),
        ),
      )
      if (renamed === null) throw new AuthError('PASSKEY_NOT_FOUND')
      return renamed
    },

    async remove({ user, session }, id, request) {
      await limits.consume('passkeyChange', { user: user.id })
      const removal = { id: id as PasskeyId, userId: user.id, usableProviders }
      const outcome = await events.commit((record) =>
        store.remove(removal, ({ name: label }) =>
          record({ type: 'passkey_removed', at: now(), userId: user.id, sessionId: session.id, label, request }),
        ),
      )
      if (outcome === 'last_sign_in_method') throw new AuthError('LAST_SIGN_IN_METHOD')
      if (outcome === 'unknown') throw new AuthError('PASSKEY_NOT_FOUND')
    },
  }
}
