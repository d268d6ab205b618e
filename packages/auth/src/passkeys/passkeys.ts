import { type ManagePasskeys, managePasskeys } from './manage-passkeys.ts'
import { passkeyCeremonies } from './passkey-ceremonies.ts'
import type { PasskeyDependencies } from './passkey-dependencies.ts'
import { type PasskeySignIn, passkeySignIn } from './passkey-sign-in.ts'
import { type RegisterPasskey, registerPasskey } from './register-passkey.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

export interface SweepPasskeyChallenges {
  /** Deletes a batch of challenges that have expired; returns whether there may be more. */
  sweep(): Promise<boolean>
}

/** The passkeys of users: one file for each thing that is done with them. */
export type Passkeys = RegisterPasskey & PasskeySignIn & ManagePasskeys & SweepPasskeyChallenges

/** Puts together what can be done with passkeys. */
export function createPasskeys(deps: PasskeyDependencies): Passkeys {
  const ceremonies = passkeyCeremonies(deps)
  return {
    ...registerPasskey(deps, ceremonies),
    ...passkeySignIn(deps, ceremonies),
    ...managePasskeys(deps),

    async sweep() {
      return (await deps.store.deleteExpiredBefore(deps.now(), sweepBatch)) === sweepBatch
    },
  }
}
