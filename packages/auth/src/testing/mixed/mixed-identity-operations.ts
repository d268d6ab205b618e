import type { IdentityStore } from '../../identities/identity-store.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import type { User } from '../../users/user.ts'
import { aUser } from '../fixtures.ts'
import { rotationOf, sessionOf, signInOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import { identityOf } from './mixed-records.ts'
import type { Account, MixedWorld } from './mixed-world.ts'

/** A new identity. Two accounts at the provider for all calls of a batch. */
function newIdentity(world: MixedWorld, user: User, choose: Choose) {
  return identityOf(user, world.unique('identity'), `subject-${world.batch}-${choose([0, 1])}`)
}

/** An identity that was linked when the batch began; else one that never was. */
function linkedTo({ user, identities }: Account, choose: Choose) {
  return identities.length === 0 ? identityOf(user, 'none', 'none') : choose(identities)
}

/** Makes an operation for every method of the identity store. */
export const identityOperations: Readonly<Record<keyof IdentityStore, MakeOperation>> = {
  findByKey: ({ accounts }, choose) => plain('identities', 'findByKey', linkedTo(choose(accounts), choose)),
  listByUser: ({ accounts }, choose) => plain('identities', 'listByUser', choose(accounts).user.id),
  signUp: (world, choose) => {
    const email = `new-${world.batch}-${choose([0, 1])}@example.com`
    const user = { ...aUser(world.unique('user')), email }
    const identity = newIdentity(world, user, choose)
    const args = [{ user, identity, start: startOf(world, user, choose) }]
    return recorded(world, user.id, { store: 'identities', method: 'signUp', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'identity_taken', 'email_taken', 'email_reserved') && false
      world.ledger.once('email', email)
      world.ledger.take('identity', identity.subject)
      world.ledger.start(result as StartedSession)
      world.users.push(user)
      return true
    })
  },
  signIn: (world, choose) => {
    const account = choose(world.accounts)
    const { id } = linkedTo(account, choose)
    const start = signInOf(world, account.user, choose)
    const args = [{ use: { id, email: null, now: world.now }, start }]
    return recorded(world, account.user.id, { store: 'identities', method: 'signIn', args }, (result) => {
      if (result === null) return false
      world.noteStart(account.user, start, result as StartedSession)
      return true
    })
  },
  linkAndSignIn: (world, choose) => {
    const { user } = choose(world.accounts)
    const identity = newIdentity(world, user, choose)
    const args = [{ identity, start: signInOf(world, user, choose) }]
    return recorded(world, user.id, { store: 'identities', method: 'linkAndSignIn', args }, (result) => {
      if (result === null) return false
      if (typeof result === 'string') return isFirst(result, 'second_factor_due') && false
      world.ledger.take('identity', identity.subject)
      world.ledger.start(result as StartedSession)
      return true
    })
  },
  link: (world, choose) => {
    const account = choose(world.accounts)
    const identity = newIdentity(world, account.user, choose)
    const args = [{ identity, token: sessionOf(account, choose).tokenHash, now: world.now }]
    return recorded(world, account.user.id, { store: 'identities', method: 'link', args }, (result) => {
      const isLinked = isFirst(result, 'linked', 'identity_taken', 'session_ended')
      if (isLinked) world.ledger.take('identity', identity.subject)
      return isLinked
    })
  },
  recordUse: ({ accounts, now }, choose) => {
    const { id } = linkedTo(choose(accounts), choose)
    return plain('identities', 'recordUse', { id, email: null, now })
  },
  stepUp: (world, choose) => {
    const account = choose(world.accounts)
    const rotation = rotationOf(world, sessionOf(account, choose))
    const args = [{ use: { id: linkedTo(account, choose).id, email: null, now: world.now }, rotation }]
    return recorded(world, account.user.id, { store: 'identities', method: 'stepUp', args }, (result) => {
      const isRotated = isFirst(result, true, false)
      if (isRotated) world.ledger.rotate(rotation)
      return isRotated
    })
  },
  remove: (world, choose) => {
    const account = choose(world.accounts)
    const { id, userId } = linkedTo(account, choose)
    const args = [{ id, userId, usableProviders: ['google'], usablePasskeys: true }]
    return recorded(world, userId, { store: 'identities', method: 'remove', args }, (result) =>
      isFirst(result, 'removed', 'last_sign_in_method', 'unknown'),
    )
  },
}
