import { LatchkeyError } from '../latchkey-error.ts'
import type { Leftover, StoredTokens, TokenStore } from './token-store.ts'

/** A token store that is limited to the tokens of one client of one server. */
export interface ScopedTokenStore {
  /** @throws {LatchkeyError} `OTHER_SIGN_IN` */
  readonly read: () => Promise<StoredTokens | null>
  /**
   * Reads what is about to be replaced or removed.
   *
   * @throws {LatchkeyError} `OTHER_SIGN_IN`: tokens of another server or client could not be revoked here
   */
  readonly leftover: () => Promise<Leftover>
  readonly write: (tokens: StoredTokens | null) => Promise<void>
}

interface Scope {
  readonly origin: string
  readonly clientId: string
}

/**
 * Limits a token store to the tokens of one client of one server, so that tokens are never sent to another server.
 *
 * @param store - as the consumer passed it
 * @param scope - the origin of the server, and the client id
 * @returns a store that throws instead of returning tokens of another scope, and leaves them where they are
 */
export function scopedTokenStore(store: TokenStore, scope: Scope): ScopedTokenStore {
  return {
    read: async () => {
      const found = await store.read()
      if (found !== null) assertInScope(found, scope)
      return found
    },
    leftover: async () => {
      const found = await (store.leftover?.() ?? store.read())
      if (found !== null && found !== 'unreadable') assertInScope(found, scope)
      return found
    },
    write: (tokens) => store.write(tokens),
  }
}

function assertInScope(found: StoredTokens, { origin, clientId }: Scope): void {
  if (found.server === origin && found.clientId === clientId) return
  throw new LatchkeyError(
    'OTHER_SIGN_IN',
    `These tokens are of ${found.server} for ${found.clientId}, not of ${origin} for ${clientId}: sign out there first, or keep the others elsewhere.`,
  )
}
