import type { FactorUse } from '../../second-factors/second-factor.ts'
import type { SignInAttempt, TrustedDevice } from '../../sessions/sign-in-attempt.ts'
import { aSession, aStart } from '../fixtures.ts'
import { addAttempts, anAttempt, aRecoveryCode, aTotp } from './a-second-factor.ts'
import type { Round } from './race.ts'
import { later, rotationOf, session } from './race-calls.ts'
import type { StoreCall } from './store-call.ts'

/** Stores a sign-in of the user of a round, who has two-step verification, that waits for it. */
export async function addAttempt({ stores, user, unique }: Round, name: string): Promise<SignInAttempt> {
  const attempt = anAttempt(unique(name), user)
  await addAttempts(stores, user, attempt)
  return attempt
}

/** A use of the authenticator app that `addTwoStep` added. */
export const stepOf = ({ user }: Round, step: number): FactorUse => ({
  factor: 'totp',
  sealedSecret: aTotp(user).sealedSecret,
  step,
})

/** A use of a recovery code that `addTwoStep` added. */
export const codeOf = ({ user }: Round, slot: string): FactorUse => ({
  factor: 'recovery_code',
  id: aRecoveryCode(user, slot).id,
})

const call = (method: string, ...args: readonly unknown[]): StoreCall => ({
  store: 'secondFactors',
  method,
  args,
  events: [],
})

/** Completes a sign-in of the user of a round with a session of this name; the user may have so many. */
export function completing(
  { user, unique }: Round,
  { id }: SignInAttempt,
  {
    use,
    name,
    trust = null,
    max = 1000,
  }: {
    readonly use: FactorUse
    readonly name: string
    readonly trust?: TrustedDevice | null
    readonly max?: number
  },
): StoreCall {
  const start = aStart(aSession(unique(name), user, { secondFactor: use.factor }), { now: later, max })
  return call('complete', { id, userId: user.id, now: later, use, start, trust })
}

/** Steps up on the session of a round, whose new token has this name. */
export const steppingUp = ({ user, own, unique }: Round, use: FactorUse, name: string): StoreCall =>
  call('stepUp', { userId: user.id, use, rotation: { ...rotationOf(own, unique(name)), secondFactor: use.factor } })

/** Gives the user of a round an authenticator app with a secret of this name, and two recovery codes. */
export function addingTotp({ user, own, unique }: Round, name: string): StoreCall {
  const recoveryCodes = ['B', 'C'].map((slot) => aRecoveryCode(user, slot, { hash: name }))
  const rotation = rotationOf(own, unique(`added-${name}`))
  return call('addTotp', { totp: aTotp(user, { sealedSecret: unique(name) }), recoveryCodes, rotation })
}

/** Removes the authenticator app of the user of a round. */
export const removingTotp = ({ user }: Round): StoreCall => call('removeTotp', user.id)

/** Signs the user of a round in, in the browser of their session: a second factor is asked for. */
export function startAsking({ user, own, unique }: Round, name: string): StoreCall {
  const replaces = { target: own, ending: { at: later, reason: 'replaced', by: null } } as const
  return session(
    'start',
    aStart(aSession(unique(name), user), { now: later, replaces, attempt: anAttempt(unique(name), user) }),
  )
}
