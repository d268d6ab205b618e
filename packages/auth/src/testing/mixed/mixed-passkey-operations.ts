import { after } from '../../core/duration.ts'
import type { Passkey } from '../../passkeys/passkey.ts'
import type { PasskeyStore, PasskeyUse } from '../../passkeys/passkey-store.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import { aPasskey, aPasskeyChallenge, aPasskeyUse } from '../contracts/a-passkey.ts'
import { onceIn, rotationOf, sessionOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import type { Account, MixedWorld } from './mixed-world.ts'

/** A passkey that the account had when the batch began; else one that never was. */
function passkeyOf({ user, passkeys }: Account, choose: Choose): Passkey {
  return passkeys.length === 0 ? aPasskey(`none-${user.id}`, user) : choose(passkeys)
}

/** The name of a challenge that was issued; else of one that never was. */
function challengeOf({ passkeyChallenges }: MixedWorld, choose: Choose): string {
  return passkeyChallenges.length === 0 ? 'none' : choose(passkeyChallenges)
}

/** A use that counts one or two further, so that two calls of a batch have the same count. */
function useOf(world: MixedWorld, passkey: Passkey, choose: Choose): PasskeyUse {
  const counter = passkey.counter === 0 ? 0 : passkey.counter + choose([1, 1, 2])
  return aPasskeyUse(passkey, challengeOf(world, choose), { counter, now: world.now, backedUp: onceIn(choose, 2) })
}

/** Notes that a passkey was used: its challenge once, and each of its counts. */
function noteUse({ ledger }: MixedWorld, { id, counter, challenge }: PasskeyUse): void {
  ledger.once('passkey challenge', challenge)
  if (counter > 0) ledger.once('count', `${id} ${counter}`)
}

/** Makes an operation for every method of the store of passkeys. */
export const passkeyOperations: Readonly<Record<keyof PasskeyStore, MakeOperation>> = {
  insertChallenge: (world, choose) => {
    const name = world.unique('asked')
    world.passkeyChallenges.push(name)
    const times = { createdAt: world.now, expiresAt: after(world.now, choose([30, 300])) }
    return plain('passkeys', 'insertChallenge', aPasskeyChallenge(name, times))
  },
  findChallenge: (world, choose) =>
    plain('passkeys', 'findChallenge', aPasskeyChallenge(challengeOf(world, choose)).hash),
  deleteChallenge: (world, choose) =>
    plain('passkeys', 'deleteChallenge', aPasskeyChallenge(challengeOf(world, choose)).hash),
  findByCredential: ({ accounts }, choose) =>
    plain('passkeys', 'findByCredential', passkeyOf(choose(accounts), choose).credentialId),
  listByUser: ({ accounts }, choose) => plain('passkeys', 'listByUser', choose(accounts).user.id),
  add: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const credentialId = `credential-${world.batch}-${choose([0, 1, 2])}`
    const counter = choose([0, 1])
    const passkey = aPasskey(world.unique('passkey'), user, { credentialId, counter, createdAt: world.now })
    const challenge = aPasskeyChallenge(challengeOf(world, choose)).hash
    const token = sessionOf(account, choose).tokenHash
    const args = [{ passkey, challenge, token, max: 5, now: world.now }]
    return recorded(world, user.id, { store: 'passkeys', method: 'add', args }, (result) => {
      if (!isFirst(result, 'added', 'challenge_ended', 'session_ended', 'credential_taken', 'too_many')) return false
      world.ledger.once('passkey challenge', challenge)
      return true
    })
  },
  signIn: (world, choose) => {
    const account = choose(world.accounts)
    const use = useOf(world, passkeyOf(account, choose), choose)
    const args = [{ use, start: startOf(world, account.user, choose) }]
    return recorded(world, account.user.id, { store: 'passkeys', method: 'signIn', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'challenge_ended', 'passkey_changed') && false
      noteUse(world, use)
      world.ledger.start(result as StartedSession)
      return true
    })
  },
  stepUp: (world, choose) => {
    const account = choose(world.accounts)
    const use = useOf(world, passkeyOf(account, choose), choose)
    const rotation = rotationOf(world, sessionOf(account, choose))
    const args = [{ use, rotation }]
    return recorded(world, account.user.id, { store: 'passkeys', method: 'stepUp', args }, (result) => {
      if (!isFirst(result, 'stepped_up', 'session_ended', 'challenge_ended', 'passkey_changed')) return false
      noteUse(world, use)
      world.ledger.rotate(rotation)
      return true
    })
  },
  rename: (world, choose) => {
    const { id, userId } = passkeyOf(choose(world.accounts), choose)
    const args = [{ id, userId }, world.unique('name')]
    const call = { store: 'passkeys', method: 'rename', args } as const
    return recorded(world, userId, call, (result) => result !== null)
  },
  remove: (world, choose) => {
    const { id, userId } = passkeyOf(choose(world.accounts), choose)
    const args = [{ id: id, userId, usableProviders: ['google'] }]
    return recorded(world, userId, { store: 'passkeys', method: 'remove', args }, (result) =>
      isFirst(result, 'removed', 'last_sign_in_method', 'unknown'),
    )
  },
  deleteExpiredBefore: ({ now }) => plain('passkeys', 'deleteExpiredBefore', after(now, -100), 3),
}
