import type { AuthStores } from '../../auth-stores.ts'
import { createMemoryAuthorizationRequestStore } from './memory-authorization-request-store.ts'
import { createMemoryChallengeStore } from './memory-challenge-store.ts'
import { createMemoryEventStore } from './memory-event-store.ts'
import { createMemoryGrantStore } from './memory-grant-store.ts'
import { createMemoryIdentityStore } from './memory-identity-store.ts'
import { createMemoryOutboxStore } from './memory-outbox-store.ts'
import { createMemoryPasskeyStore } from './memory-passkey-store.ts'
import { createMemoryPasswordStore } from './memory-password-store.ts'
import type { MemoryRecords } from './memory-records.ts'
import { createMemoryRateLimitStore } from './memory-rate-limit-store.ts'
import { createMemoryRefreshTokenStore } from './memory-refresh-token-store.ts'
import { createMemorySecondFactorStore } from './memory-second-factor-store.ts'
import { createMemorySessionStore } from './memory-session-store.ts'
import { createMemorySigningKeyStore } from './memory-signing-key-store.ts'
import { createMemoryUserStore } from './memory-user-store.ts'

/** Returns every store of the domain in the memory of the process. For unit tests. */
export function createMemoryStores(): AuthStores {
  const records: MemoryRecords = {
    users: new Map(),
    hashes: new Map(),
    sessions: new Map(),
    identities: new Map(),
    requests: new Map(),
    events: [],
    challenges: new Map(),
    outbox: new Map(),
    undeliverable: new Map(),
    totp: new Map(),
    recoveryCodes: new Map(),
    trustedDevices: new Map(),
    attempts: new Map(),
    passkeys: new Map(),
    passkeyChallenges: new Map(),
    rateLimits: new Map(),
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
    rateLimits: createMemoryRateLimitStore(records),
    signingKeys: createMemorySigningKeyStore(records),
    grants: createMemoryGrantStore(records),
    refreshTokens: createMemoryRefreshTokenStore(records),
    challenges: createMemoryChallengeStore(records),
    outbox: createMemoryOutboxStore(records),
    secondFactors: createMemorySecondFactorStore(records),
    passkeys: createMemoryPasskeyStore(records),
  }
}
