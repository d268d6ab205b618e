import type { StartedSession, SessionStore } from '../../sessions/session-store.ts'
import type { SessionId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import { anySession, endingNow, onceIn, rotationOf, sessionOf, signInOf, targetOf } from './mixed-choices.ts'
import { isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'

type Ended = readonly { readonly id: SessionId }[]

/** Makes an operation for every method of the session store. */
export const sessionOperations: Readonly<Record<keyof SessionStore, MakeOperation>> = {
  findLive: (world, choose) => plain('sessions', 'findLive', anySession(world, choose).tokenHash, world.now),
  findLiveById: (world, choose) => plain('sessions', 'findLiveById', targetOf(anySession(world, choose)), world.now),
  listLive: ({ accounts, now }, choose) => plain('sessions', 'listLive', choose(accounts).user.id, now),
  listEnded: ({ accounts }, choose) => plain('sessions', 'listEnded', choose(accounts).user.id, null, 10),
  findEnded: (world, choose) => plain('sessions', 'findEnded', anySession(world, choose).id, world.now),
  findEndedByToken: (world, choose) =>
    plain('sessions', 'findEndedByToken', anySession(world, choose).tokenHash, world.now),
  findKnownOrigins: ({ accounts }, choose) =>
    plain('sessions', 'findKnownOrigins', choose(accounts).user.id, { deviceFamily: 'Chrome', network: null }),
  start: (world, choose) => {
    const { user } = choose(world.accounts)
    const refreshToken = onceIn(choose, 2) ? world.unique('refresh') : null
    const start = signInOf(world, user, choose, refreshToken)
    return recorded(world, user.id, { store: 'sessions', method: 'start', args: [start] }, (result) => {
      const isSession = world.noteStart(user, start, result as StartedSession)
      if (isSession && refreshToken !== null) {
        world.refreshTokens.push({
          hash: refreshToken as RefreshTokenHash,
          family: `family-${refreshToken}` as RefreshTokenFamily,
        })
      }
      return true
    })
  },
  rename: (world, choose) => {
    const session = anySession(world, choose)
    const args = [targetOf(session), world.unique('name'), world.now]
    return recorded(world, session.userId, { store: 'sessions', method: 'rename', args }, (result) => result !== null)
  },
  renew: (world, choose) =>
    plain('sessions', 'renew', anySession(world, choose).tokenHash, after(world.now, choose([50, 200]))),
  rotate: (world, choose) => {
    const session = anySession(world, choose)
    const rotation = rotationOf(world, session)
    return recorded(world, session.userId, { store: 'sessions', method: 'rotate', args: [rotation] }, (result) => {
      const isRotated = isFirst(result, true, false)
      if (isRotated) world.ledger.rotate(rotation)
      return isRotated
    })
  },
  end: (world, choose) => {
    const session = anySession(world, choose)
    const args = [targetOf(session), endingNow(world, session.id)]
    return recorded(world, session.userId, { store: 'sessions', method: 'end', args }, (result) => {
      if (typeof result === 'string') return isFirst(result, 'already_ended', 'unknown') && false
      world.ledger.end([result] as Ended)
      return true
    })
  },
  endAll: (world, choose) => {
    const account = choose(world.accounts)
    const session = sessionOf(account, choose)
    const target = { userId: account.user.id, keep: onceIn(choose, 2) ? session.id : null }
    const args = [target, endingNow(world, session.id)]
    return recorded(world, account.user.id, { store: 'sessions', method: 'endAll', args }, (result) => {
      world.ledger.end(result as Ended)
      return (result as Ended).length > 0 ? true : null
    })
  },
  changeRole: (world, choose) => {
    const { user } = choose(world.accounts)
    const change = { userId: user.id, role: choose(['user', 'admin']), ending: endingNow(world, null, 'role_changed') }
    return recorded(world, user.id, { store: 'sessions', method: 'changeRole', args: [change] }, (result) => {
      world.ledger.end(result as Ended)
      return (result as Ended).length > 0 ? true : null
    })
  },
  endOverdue: (world, choose) => {
    const { user } = choose(world.accounts)
    const args = [world.now, choose([3, 100])]
    return recorded(world, user.id, { store: 'sessions', method: 'endOverdue', args }, (result) => {
      world.ledger.end(result as Ended)
      return (result as Ended).length > 0 ? true : null
    })
  },
  deleteEndedBefore: ({ now }) => plain('sessions', 'deleteEndedBefore', after(now, -300), 3),
  recordSeen: (world, choose) => {
    const all = world.accounts.flatMap(({ sessions }) => sessions)
    const ids = (onceIn(choose, 2) ? all : all.toReversed()).map(({ id }) => id)
    return plain('sessions', 'recordSeen', new Map(ids.map((id) => [id, { at: world.now, ip: null }])))
  },
}
