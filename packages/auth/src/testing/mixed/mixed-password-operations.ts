import type { SessionId } from '@latchkey/schema'
import type { PasswordStore } from '../../passwords/password-store.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import { aUser } from '../fixtures.ts'
import { endingNow, rotationOf, sessionOf, signInOf, startOf } from './mixed-choices.ts'
import { isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'

/** Makes an operation for every method of the password store. */
export const passwordOperations: Readonly<Record<keyof PasswordStore, MakeOperation>> = {
  signUp: (world, choose) => {
    // Two addresses for all sign-ups of a batch.
    const email = `new-${world.batch}-${choose([0, 1])}@example.com`
    const user = { ...aUser(world.unique('user')), email }
    const args = [{ user, hash: world.unique('hash'), start: startOf(world, user, choose) }]
    return recorded(world, user.id, { store: 'passwords', method: 'signUp', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'email_taken') && false
      world.ledger.once('email', email)
      world.ledger.start(result as StartedSession)
      world.users.push(user)
      return true
    })
  },
  signIn: (world, choose) => {
    const { user, hash } = choose(world.accounts)
    const start = signInOf(world, user, choose)
    const args = [{ userId: user.id, hash: hash ?? 'none', start }]
    return recorded(world, user.id, { store: 'passwords', method: 'signIn', args }, (result) => {
      if (result === null) return false
      world.noteStart(user, start, result as StartedSession)
      return true
    })
  },
  findByEmail: ({ accounts }, choose) => plain('passwords', 'findByEmail', choose(accounts).user.email),
  findHash: ({ accounts }, choose) => plain('passwords', 'findHash', choose(accounts).user.id),
  parametersInUse: () => plain('passwords', 'parametersInUse'),
  set: (world, choose) => {
    const account = choose(world.accounts)
    const rotation = rotationOf(world, sessionOf(account, choose))
    const userId = account.user.id
    const args = [{ userId, hash: world.unique('hash'), rotation, now: world.now }]
    return recorded(world, userId, { store: 'passwords', method: 'set', args }, (result) => {
      const isSet = isFirst(result, 'set', 'has_password', 'session_ended')
      if (isSet) world.ledger.take('password', userId)
      if (isSet) world.ledger.rotate(rotation)
      return isSet
    })
  },
  rehash: (world, choose) => {
    const { user, hash } = choose(world.accounts)
    const from = hash ?? 'none'
    return {
      ...plain('passwords', 'rehash', { userId: user.id, from, to: world.unique('hash') }),
      settle: (result) => void (isFirst(result, true, false) && world.ledger.once('hash', from)),
    }
  },
  change: (world, choose) => {
    const account = choose(world.accounts)
    const { user, hash } = account
    const rotation = rotationOf(world, sessionOf(account, choose))
    const from = hash ?? 'none'
    const ending = endingNow(world, rotation.id, 'password_changed')
    const args = [{ userId: user.id, from, to: world.unique('hash'), rotation, ending }]
    return recorded(world, user.id, { store: 'passwords', method: 'change', args }, (result) => {
      if (result === null) return false
      world.ledger.once('hash', from)
      world.ledger.rotate(rotation)
      world.ledger.end((result as { readonly ended: readonly { readonly id: SessionId }[] }).ended)
      return true
    })
  },
}
