import type { User, UserId } from '../../users/user.ts'
import type { Session } from '../../sessions/session.ts'
import type { Identity, IdentityId } from './identity.ts'

export interface IdentityStore {
  /** The identity with this key and the user to whom it is linked. */
  findByKey(key: { issuer: string; subject: string }): Promise<{ identity: Identity; user: User } | null>

  /** The user's identities, the first linked first. */
  listByUser(userId: UserId): Promise<readonly Identity[]>

  /**
   * Atomic: the user, the identity and the session, or none of them. Of concurrent callers with one identity, or one
   * e-mail, one inserts.
   */
  signUp(arrival: {
    user: User
    identity: Identity
    session: Session
  }): Promise<'inserted' | 'identity_taken' | 'email_taken'>

  /** Atomic: of concurrent callers with one identity, one inserts. */
  insert(identity: Identity): Promise<'inserted' | 'identity_taken'>

  /** Notes a sign-in through it and what the provider says the e-mail is now. */
  recordUse(use: { id: IdentityId; email: string | null; now: Date }): Promise<void>

  /**
   * Atomic: removes it unless it is the last way in that works, which is a password or an identity of one of
   * `usableProviders`. Of two callers that would remove the last two, one removes. `unknown` both for an id that does
   * not exist and for another user's.
   */
  remove(removal: {
    id: IdentityId
    userId: UserId
    usableProviders: readonly string[]
  }): Promise<'removed' | 'last_way_in' | 'unknown'>
}
