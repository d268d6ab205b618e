import type { RecoveryCodeId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { FactorUse, RecoveryCode, TotpCredential } from '../../second-factors/second-factor.ts'
import type { SecondFactorStore } from '../../second-factors/second-factor-store.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import { triesPerAttempt } from '../../sessions/sign-in-attempt.ts'
import type { User } from '../../users/user.ts'
import { aRecoveryCode, anAttempt, aTotp, aTrustedDevice } from '../contracts/a-second-factor.ts'
import { onceIn, rotationOf, sessionOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import { type Account, type MixedWorld, slots } from './mixed-world.ts'

/** Uses of an authenticator app by the steps after the last one. */
export function stepsAfter({ sealedSecret, lastStep }: TotpCredential): readonly FactorUse[] {
  return [1, 2, 3].map((number) => ({ factor: 'totp', sealedSecret, step: lastStep + number }))
}

/** The use of a recovery code. */
export function useOfCode({ id }: RecoveryCode): FactorUse {
  return { factor: 'recovery_code', id }
}

/** A name that no other use of a factor has: none is made twice. */
export function nameOfUse(use: FactorUse): string {
  return use.factor === 'totp' ? `step ${use.step} of ${use.sealedSecret}` : use.id
}

/** A use of a factor that the user had when the batch began; else of one that never was. */
function useOf({ user, totp, recoveryCodes }: Account, choose: Choose): FactorUse {
  const uses = [...(totp === null ? [] : stepsAfter(totp)), ...recoveryCodes.map(useOfCode)]
  return uses.length === 0 ? { factor: 'totp', sealedSecret: `none-${user.id}`, step: 1 } : choose(uses)
}

/** Recovery codes under ids that no other code has. */
function newCodes(world: MixedWorld, user: User): readonly RecoveryCode[] {
  return slots.map((slot) =>
    aRecoveryCode(user, slot, { id: world.unique('code') as RecoveryCodeId, createdAt: world.now }),
  )
}

/** A sign-in that waits, with the account of its user; else one that never was. */
function waiting({ attempts, accounts }: MixedWorld, choose: Choose) {
  const found = attempts.flatMap(({ attempt, user }) => {
    const account = accounts.find((one) => one.user === user)
    return account === undefined ? [] : [{ attempt, account }]
  })
  if (found.length > 0) return choose(found)
  const account = choose(accounts)
  return { attempt: anAttempt('none', account.user), account }
}

/** Makes an operation for every method of the store of second factors. */
export const secondFactorOperations: Readonly<Record<keyof SecondFactorStore, MakeOperation>> = {
  findState: ({ accounts }, choose) => plain('secondFactors', 'findState', choose(accounts).user.id),
  findTotp: ({ accounts }, choose) => plain('secondFactors', 'findTotp', choose(accounts).user.id),
  findRecoveryCode: ({ accounts }, choose) =>
    plain('secondFactors', 'findRecoveryCode', choose(accounts).user.id, choose(slots)),
  addTotp: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const rotation = rotationOf(world, sessionOf(account, choose))
    const totp = aTotp(user, { sealedSecret: world.unique('sealed'), createdAt: world.now })
    const args = [{ totp, recoveryCodes: newCodes(world, user), rotation }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'addTotp', args }, (result) => {
      const isAdded = isFirst(result, 'added', 'has_totp', 'session_ended')
      if (isAdded) world.ledger.take('totp', user.id)
      if (isAdded) world.ledger.rotate(rotation)
      return isAdded
    })
  },
  removeTotp: (world, choose) => {
    const { user } = choose(world.accounts)
    return recorded(world, user.id, { store: 'secondFactors', method: 'removeTotp', args: [user.id] }, (result) => {
      const isRemoved = isFirst(result, true, false)
      if (isRemoved) world.ledger.giveBack('totp', user.id)
      return isRemoved
    })
  },
  replaceRecoveryCodes: (world, choose) => {
    const { user } = choose(world.accounts)
    const args = [{ userId: user.id, recoveryCodes: newCodes(world, user) }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'replaceRecoveryCodes', args }, (result) =>
      isFirst(result, true, false),
    )
  },
  findAttempt: (world, choose) => plain('secondFactors', 'findAttempt', waiting(world, choose).attempt.tokenHash),
  countTry: (world, choose) => {
    const { id } = waiting(world, choose).attempt
    return {
      ...plain('secondFactors', 'countTry', id, triesPerAttempt),
      settle: (result) => void (isFirst(result, true, false) && world.ledger.countTry(id, triesPerAttempt)),
    }
  },
  complete: (world, choose) => {
    const { attempt, account } = waiting(world, choose)
    const { user } = account
    const times = { createdAt: world.now, lastUsedAt: world.now, expiresAt: after(world.now, choose([30, 400])) }
    const trust = onceIn(choose, 4) ? null : aTrustedDevice(world.unique('device'), user, times)
    const use = useOf(account, choose)
    const args = [{ id: attempt.id, userId: user.id, now: world.now, use, start: startOf(world, user, choose), trust }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'complete', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'attempt_ended', 'code_used') && false
      world.ledger.once('attempt', attempt.id)
      world.ledger.once('factor', nameOfUse(use))
      world.ledger.start(result as StartedSession)
      return true
    })
  },
  stepUp: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const use = useOf(account, choose)
    const rotation = { ...rotationOf(world, sessionOf(account, choose)), secondFactor: use.factor }
    const args = [{ userId: user.id, use, rotation }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'stepUp', args }, (result) => {
      const isRotated = isFirst(result, true, false)
      if (isRotated) world.ledger.once('factor', nameOfUse(use))
      if (isRotated) world.ledger.rotate(rotation)
      return isRotated
    })
  },
  listTrustedDevices: ({ accounts, now }, choose) =>
    plain('secondFactors', 'listTrustedDevices', choose(accounts).user.id, now),
  removeTrustedDevice: (world, choose) => {
    const { user, trustedDevices } = choose(world.accounts)
    const device = trustedDevices.length === 0 ? aTrustedDevice('none', user) : choose(trustedDevices)
    const args = [{ id: device.id, userId: user.id }]
    return recorded(world, user.id, { store: 'secondFactors', method: 'removeTrustedDevice', args }, (result) =>
      isFirst(result, true, false),
    )
  },
  listTotpSealedOtherwise: (_world, choose) =>
    plain('secondFactors', 'listTotpSealedOtherwise', choose(['another', 'sealed-']), null, 3),
  resealTotp: (world, choose) => {
    const { user } = choose(world.accounts)
    const { sealedSecret } = aTotp(user)
    return plain('secondFactors', 'resealTotp', { userId: user.id, from: sealedSecret, to: sealedSecret })
  },
  deleteExpiredBefore: ({ now }) => plain('secondFactors', 'deleteExpiredBefore', after(now, -100), 3),
}
