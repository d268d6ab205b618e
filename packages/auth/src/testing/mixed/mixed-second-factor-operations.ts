import type { RecoveryCodeId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { FactorUse } from '../../second-factors/second-factor.ts'
import type { SecondFactorStore } from '../../second-factors/second-factor-store.ts'
import { triesPerAttempt } from '../../sessions/sign-in-attempt.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import type { User } from '../../users/user.ts'
import { aRecoveryCode, anAttempt, aTotp, aTrustedDevice } from '../contracts/a-second-factor.ts'
import { onceIn, rotationOf, sessionOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import type { MixedWorld } from './mixed-world.ts'

const slots = ['B', 'C', 'D']

/** Recovery codes of a user under ids that no other code has. */
function codesOf(world: MixedWorld, user: User) {
  return slots.map((slot) =>
    aRecoveryCode(user, slot, { id: world.unique('code') as RecoveryCodeId, createdAt: world.now }),
  )
}

/** A use of a factor that the user may have. */
function useOf(world: MixedWorld, user: User, choose: Choose): FactorUse {
  return onceIn(choose, 2)
    ? { factor: 'totp', sealedSecret: aTotp(user).sealedSecret, step: 100 + world.batch + choose([0, 1]) }
    : { factor: 'recovery_code', id: world.unique('code') as RecoveryCodeId }
}

/** Makes an operation for every method of the store of second factors. */
export const secondFactorOperations: Readonly<Record<keyof SecondFactorStore, MakeOperation>> = {
  findState: (world, choose) => plain('secondFactors', 'findState', choose(world.accounts).user.id),
  findTotp: (world, choose) => plain('secondFactors', 'findTotp', choose(world.accounts).user.id),
  findRecoveryCode: (world, choose) =>
    plain('secondFactors', 'findRecoveryCode', choose(world.accounts).user.id, choose(slots)),
  addTotp: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const rotation = rotationOf(world, sessionOf(account, choose))
    const totp = aTotp(user, { createdAt: world.now })
    const args = [{ totp, recoveryCodes: codesOf(world, user), rotation }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'addTotp', args }, (result) => {
      if (!isFirst(result, 'added', 'has_totp', 'session_ended')) return false
      world.ledger.rotate(rotation)
      return true
    })
  },
  removeTotp: (world, choose) => {
    const { user } = choose(world.accounts)
    const call = { store: 'secondFactors', method: 'removeTotp', args: [user.id] } as const
    return recorded(world, user.id, call, (result) => isFirst(result, true, false))
  },
  replaceRecoveryCodes: (world, choose) => {
    const { user } = choose(world.accounts)
    const args = [{ userId: user.id, recoveryCodes: codesOf(world, user) }]
    const call = { store: 'secondFactors', method: 'replaceRecoveryCodes', args } as const
    return recorded(world, user.id, call, (result) => isFirst(result, true, false))
  },
  findAttempt: (world, choose) => {
    const { user } = choose(world.accounts)
    return plain('secondFactors', 'findAttempt', anAttempt('none', user).tokenHash)
  },
  countTry: (world, choose) => {
    const { user } = choose(world.accounts)
    return plain('secondFactors', 'countTry', anAttempt('none', user).id, triesPerAttempt)
  },
  complete: (world, choose) => {
    const { user } = choose(world.accounts)
    const attempt = anAttempt('none', user)
    const trust = onceIn(choose, 3)
      ? aTrustedDevice(world.unique('device'), user, { expiresAt: after(world.now, 100) })
      : null
    const start = startOf(world, user, choose)
    const use = useOf(world, user, choose)
    const args = [{ id: attempt.id, userId: user.id, now: world.now, use, start, trust }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'complete', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'attempt_ended', 'code_used') && false
      world.ledger.once('attempt', attempt.id)
      world.ledger.start(result as StartedSession)
      return true
    })
  },
  stepUp: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const rotation = rotationOf(world, sessionOf(account, choose))
    const args = [{ userId: user.id, use: useOf(world, user, choose), rotation }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'stepUp', args }, (result) => {
      if (!isFirst(result, true, false)) return false
      world.ledger.rotate(rotation)
      return true
    })
  },
  listTrustedDevices: (world, choose) =>
    plain('secondFactors', 'listTrustedDevices', choose(world.accounts).user.id, world.now),
  removeTrustedDevice: (world, choose) => {
    const { user } = choose(world.accounts)
    const target = { id: world.unique('device'), userId: user.id }
    const call = { store: 'secondFactors', method: 'removeTrustedDevice', args: [target] } as const
    return recorded(world, user.id, call, (result) => isFirst(result, true, false))
  },
  deleteExpiredBefore: ({ now }) => plain('secondFactors', 'deleteExpiredBefore', after(now, -100), 3),
}
