import { describeEventStore } from './events/event-store.contract.ts'
import { describeGrantStore } from './grants/grant-store.contract.ts'
import { describeIdentityStore } from './oauth/identities/identity-store.contract.ts'
import { describeAuthorizationRequestStore } from './oauth/requests/authorization-request-store.contract.ts'
import { describePasswordStore } from './passwords/password-store.contract.ts'
import { describeSessionStore } from './sessions/session-store.contract.ts'
import { createMemoryStores } from './stores.memory.ts'
import { createSqliteStores } from './stores.sqlite.ts'
import { temporaryDatabase } from './testing.ts'
import { describeRefreshTokenStore } from './tokens/refresh-token-store.contract.ts'
import { describeSigningKeyStore } from './tokens/signing-key-store.contract.ts'
import { describeUserStore } from './users/user-store.contract.ts'

const adapters = {
  memory: createMemoryStores,
  sqlite: () => createSqliteStores(temporaryDatabase()),
}

for (const [name, createStores] of Object.entries(adapters)) {
  describeUserStore(name, createStores)
  describePasswordStore(name, createStores)
  describeSessionStore(name, createStores)
  describeIdentityStore(name, createStores)
  describeAuthorizationRequestStore(name, createStores)
  describeEventStore(name, createStores)
  describeSigningKeyStore(name, createStores)
  describeGrantStore(name, createStores)
  describeRefreshTokenStore(name, createStores)
}
