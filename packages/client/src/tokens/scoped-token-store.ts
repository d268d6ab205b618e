import { LatchkeyError } from '../latchkey-error.ts'
import type { Leftover, StoredTokens, TokenStore } from './token-store.ts'

/** A store as one client of one server uses it: tokens of another sign-in never leave it. */
export interface ScopedTokenStore {
  /** @throws LatchkeyError `OTHER_SIGN_IN` */
  readonly read: () => Promise<StoredTokens | null>
  /**
   * What is about to be replaced or taken away.
   *
   * @throws LatchkeyError `OTHER_SIGN_IN`: who signs in over them, or out, could not revoke them
   */
  readonly leftover: () => Promise<Leftover>
  readonly write: (tokens: StoredTokens | null) => Promise<void>
}

interface Owner {
  readonly origin: string
  readonly clientId: string
}

export function scopedTokenStore(store: TokenStore, owner: Owner): ScopedTokenStore {
  return {
    read: async () => {
      const found = await store.read()
      if (found !== null) assertOwn(found, owner)
      return found
    },
    leftover: async () => {
      const found = await (store.leftover?.() ?? store.read())
      if (found !== null && found !== 'unreadable') assertOwn(found, owner)
      return found
    },
    write: (tokens) => store.write(tokens),
  }
}

function assertOwn(found: StoredTokens, { origin, clientId }: Owner): void {
  if (found.server === origin && found.clientId === clientId) return
  throw new LatchkeyError(
    'OTHER_SIGN_IN',
    `These tokens are of ${found.server} for ${found.clientId}, not of ${origin} for ${clientId}: sign out there first, or keep the others elsewhere.`,
  )
}
