import type { AuthStores } from '../../auth-stores.ts'
import { challengeOperations } from './mixed-challenge-operations.ts'
import { grantOperations } from './mixed-grant-operations.ts'
import { identityOperations } from './mixed-identity-operations.ts'
import type { MakeOperation } from './mixed-operation.ts'
import { outboxOperations } from './mixed-outbox-operations.ts'
import { otherOperations } from './mixed-other-operations.ts'
import { passkeyOperations } from './mixed-passkey-operations.ts'
import { passwordOperations } from './mixed-password-operations.ts'
import { secondFactorOperations } from './mixed-second-factor-operations.ts'
import { sessionOperations } from './mixed-session-operations.ts'

/** Makes an operation for every method of every store. */
export const mixedOperations: {
  readonly [Store in keyof AuthStores]: Readonly<Record<keyof AuthStores[Store], MakeOperation>>
} = {
  sessions: sessionOperations,
  passwords: passwordOperations,
  identities: identityOperations,
  ...grantOperations,
  challenges: challengeOperations,
  outbox: outboxOperations,
  secondFactors: secondFactorOperations,
  passkeys: passkeyOperations,
  ...otherOperations,
}
