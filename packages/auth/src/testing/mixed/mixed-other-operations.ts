import { after, day } from '../../core/duration.ts'
import { timePrefix } from '../../events/event-record.ts'
import type { EventStore } from '../../events/event-store.ts'
import type { RateLimitStore } from '../../limits/rate-limit-store.ts'
import type { StateHash } from '../../oauth/authorization-request.ts'
import type { AuthorizationRequestStore } from '../../oauth/authorization-request-store.ts'
import type { SigningKeyStore } from '../../tokens/signing-key-store.ts'
import type { UserStore } from '../../users/user-store.ts'
import { onceIn } from './mixed-choices.ts'
import { type Choose, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import { eventAt, keyFrom } from './mixed-records.ts'
import type { MixedWorld } from './mixed-world.ts'

const users: Readonly<Record<keyof UserStore, MakeOperation>> = {
  find: ({ accounts }, choose) => plain('users', 'find', choose(accounts).user.id),
  findByEmail: ({ accounts }, choose) => plain('users', 'findByEmail', choose(accounts).user.email),
  rename: (world, choose) => {
    const { id } = choose(world.accounts).user
    const args = [{ id, name: world.unique('name') }]
    return recorded(world, id, { store: 'users', method: 'rename', args }, () => true)
  },
}

const requests: Readonly<Record<keyof AuthorizationRequestStore, MakeOperation>> = {
  insert: (world) => {
    const stateHash = world.unique('state') as StateHash
    const secrets = { browserHash: 'browser', codeVerifier: 'verifier', nonce: 'nonce' }
    const intent = { kind: 'sign_in', remember: false }
    const request = {
      stateHash,
      ...secrets,
      provider: 'google',
      intent,
      returnTo: '/',
      expiresAt: after(world.now, 100),
    }
    return { ...plain('requests', 'insert', request), settle: () => void world.states.push(stateHash) }
  },
  consume: (world, choose) => {
    const state = world.states.length === 0 ? 'none' : choose(world.states)
    return {
      ...plain('requests', 'consume', state),
      settle: (result) => void (result !== null && world.ledger.once('callback', state)),
    }
  },
  deleteExpiredBefore: ({ now }) => plain('requests', 'deleteExpiredBefore', now, 3),
}

const events: Readonly<Record<keyof EventStore, MakeOperation>> = {
  append: (world, choose) => {
    const { user } = choose(world.accounts)
    const long = after(world.now, -3 * day)
    // An old one, for the sweep; the other stays.
    const old = eventAt(user.id, `${timePrefix(long)}-${world.unique('old')}`, long)
    const kept = eventAt(user.id, `event-${world.unique('e')}`, world.now)
    return {
      ...plain('events', 'append', [old, kept]),
      settle() {
        world.ledger.openEvents.add(old.id)
        world.ledger.storedEvents.add(kept.id)
      },
    }
  },
  list: ({ accounts }, choose) =>
    plain('events', 'list', { userId: choose(accounts).user.id, category: null, before: null, limit: 10 }),
  deleteBefore: ({ now }) => plain('events', 'deleteBefore', after(now, -2 * day), 3),
}

/** Some of the keys of all counts, in any order. */
function someKeys(choose: Choose): readonly string[] {
  const keys = ['a', 'B', 'c-1', 'C_1', 'd', 'E']
  const chosen = keys.filter(() => onceIn(choose, 2))
  return onceIn(choose, 2) ? chosen : chosen.toReversed()
}

const rateLimits: Readonly<Record<keyof RateLimitStore, MakeOperation>> = {
  find: ({ now }, choose) => plain('rateLimits', 'find', someKeys(choose), now),
  add: (world, choose) => {
    const { user } = choose(world.accounts)
    const counts = someKeys(choose).map((key) => ({ key, expiresAt: after(world.now, choose([10, 100])) }))
    const kept = eventAt(user.id, `event-${world.unique('e')}`, world.now)
    const discarded = eventAt(user.id, `event-${world.unique('e')}`, world.now)
    return {
      ...plain('rateLimits', 'add', counts, world.now, { kept: [kept], discarded: [discarded] }),
      settle: () => void world.ledger.storedEvents.add(kept.id),
    }
  },
  delete: (_world, choose) => plain('rateLimits', 'delete', someKeys(choose)),
  deleteExpired: ({ now }) => plain('rateLimits', 'deleteExpired', now, 3),
}

function newKey(world: MixedWorld, choose: Choose) {
  return keyFrom(after(world.now, choose([0, 20, 40])), world.unique('key'))
}

const signingKeys: Readonly<Record<keyof SigningKeyStore, MakeOperation>> = {
  listPublished: ({ now }) => plain('signingKeys', 'listPublished', now),
  insertUnlessCovered: (world, choose) => plain('signingKeys', 'insertUnlessCovered', newKey(world, choose)),
  insertAndRetireOthers: (world, choose) =>
    plain('signingKeys', 'insertAndRetireOthers', newKey(world, choose), after(world.now, 30)),
  insertAndWithdrawOthers: (world, choose) => plain('signingKeys', 'insertAndWithdrawOthers', newKey(world, choose)),
  deleteUnpublished: ({ now }) => plain('signingKeys', 'deleteUnpublished', now),
}

/** Makes an operation for every method of the stores that have nothing to do with sessions. */
export const otherOperations = { users, requests, events, rateLimits, signingKeys }
