import type { AuthStores } from './auth.ts'
import { createMemoryEventStore } from './events/event-store.memory.ts'
import { createMemoryGrantStore } from './grants/grant-store.memory.ts'
import type { MemoryRecords } from './memory-records.ts'
import { createMemoryIdentityStore } from './oauth/identities/identity-store.memory.ts'
import { createMemoryAuthorizationRequestStore } from './oauth/requests/authorization-request-store.memory.ts'
import { createMemoryPasswordStore } from './passwords/password-store.memory.ts'
import { createMemorySessionStore } from './sessions/session-store.memory.ts'
import { createMemoryRefreshTokenStore } from './tokens/refresh-token-store.memory.ts'
import { createMemorySigningKeyStore } from './tokens/signing-key-store.memory.ts'
import { createMemoryUserStore } from './users/user-store.memory.ts'

/** Every store of the domain in the memory of the process. For tests. */
export function createMemoryStores(): AuthStores {
  const records: MemoryRecords = {
    users: new Map(),
    hashes: new Map(),
    sessions: new Map(),
    identities: new Map(),
    requests: new Map(),
    events: [],
    signingKeys: new Map(),
    grants: new Map(),
    refreshTokens: new Map(),
  }
  return {
    users: createMemoryUserStore(records),
    passwords: createMemoryPasswordStore(records),
    sessions: createMemorySessionStore(records),
    identities: createMemoryIdentityStore(records),
    requests: createMemoryAuthorizationRequestStore(records),
    events: createMemoryEventStore(records),
    signingKeys: createMemorySigningKeyStore(records),
    grants: createMemoryGrantStore(records),
    refreshTokens: createMemoryRefreshTokenStore(records),
  }
}
