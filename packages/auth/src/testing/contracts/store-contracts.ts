import type { AuthStores } from '../../auth-stores.ts'
import { describeAuthorizationRequestStore } from './authorization-request-store.contract.ts'
import { describeChallengeStore } from './challenge-store.contract.ts'
import { describeEventStore } from './event-store.contract.ts'
import { describeGrantStore } from './grant-store.contract.ts'
import { describeIdentityStore } from './identity-store.contract.ts'
import { describeLuciaAdapter } from './lucia-adapter.contract.ts'
import { describeOutboxStore } from './outbox-store.contract.ts'
import { describePasskeyStore } from './passkey-store.contract.ts'
import { describePasswordStore } from './password-store.contract.ts'
import { describeRateLimitStore } from './rate-limit-store.contract.ts'
import { describeRefreshTokenStore } from './refresh-token-store.contract.ts'
import { describeSecondFactorStore } from './second-factor-store.contract.ts'
import { describeSessionStore } from './session-store.contract.ts'
import { describeSignInAttempts } from './sign-in-attempt.contract.ts'
import { describeSigningKeyStore } from './signing-key-store.contract.ts'
import { describeUserStore } from './user-store.contract.ts'

/** Declares the tests of every contract for the stores of one engine. Each test asks for empty stores. */
export function describeStores(name: string, createStores: () => Promise<AuthStores>): void {
  describeUserStore(name, createStores)
  describePasswordStore(name, createStores)
  describeSessionStore(name, createStores)
  describeIdentityStore(name, createStores)
  describeAuthorizationRequestStore(name, createStores)
  describeEventStore(name, createStores)
  describeRateLimitStore(name, createStores)
  describeSigningKeyStore(name, createStores)
  describeGrantStore(name, createStores)
  describeRefreshTokenStore(name, createStores)
  describeChallengeStore(name, createStores)
  describePasskeyStore(name, createStores)
  describeOutboxStore(name, createStores)
  describeSecondFactorStore(name, createStores)
  describeSignInAttempts(name, createStores)
  describeLuciaAdapter(name, createStores)
}
