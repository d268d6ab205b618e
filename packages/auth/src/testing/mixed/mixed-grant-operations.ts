import { after } from '../../core/duration.ts'
import type { GrantHash, UserCodeHash } from '../../grants/grant.ts'
import type { GrantStore } from '../../grants/grant-store.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { StartedSession } from '../../sessions/session-store.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { RefreshTokenStore } from '../../tokens/refresh-token-store.ts'
import { onceIn, sessionOf, startOf } from './mixed-choices.ts'
import { type Choose, isFirst, type MakeOperation, plain, recorded } from './mixed-operation.ts'
import type { MixedWorld } from './mixed-world.ts'

const grantLifetime = 300

function aDevice({ devices }: MixedWorld, choose: Choose) {
  return devices.length === 0 ? { hash: 'none', userCode: 'none' } : choose(devices)
}

function aCode({ codes, accounts }: MixedWorld, choose: Choose) {
  return codes.length === 0 ? { hash: 'none', user: choose(accounts).user } : choose(codes)
}

function aRefreshToken({ refreshTokens }: MixedWorld, choose: Choose) {
  return refreshTokens.length === 0 ? { hash: 'none', family: 'none' } : choose(refreshTokens)
}

const grants: Readonly<Record<keyof GrantStore, MakeOperation>> = {
  insert: (world) => {
    const { now } = world
    const device = { hash: world.unique('device') as GrantHash, userCode: world.unique('code') as UserCodeHash }
    const { hash, userCode: userCodeHash } = device
    const facts = { kind: 'device', hash, userCodeHash, clientId: 'tv', ip: null, device: 'A television' }
    const state = { requestedAt: now, expiresAt: after(now, grantLifetime), approval: null, denied: false }
    return {
      ...plain('grants', 'insert', { ...facts, ...state }),
      settle: (result) => void (isFirst(result, true) && world.devices.push(device)),
    }
  },
  insertApproved: (world, choose) => {
    const account = choose(world.accounts)
    const { user } = account
    const { id, tokenHash } = sessionOf(account, choose)
    const { now } = world
    const hash = world.unique('code') as GrantHash
    const facts = {
      kind: 'code',
      hash,
      clientId: 'cli',
      redirectUri: 'http://127.0.0.1:1/',
      codeChallenge: 'challenge',
    }
    const approval = { userId: user.id, sessionId: id }
    const code = { ...facts, requestedAt: now, expiresAt: after(now, grantLifetime), approval }
    const args = [code, tokenHash]
    return recorded(world, user.id, { store: 'grants', method: 'insertApproved', args }, (result) => {
      const isStored = isFirst(result, true, false)
      if (isStored) world.codes.push({ hash, user })
      return isStored
    })
  },
  find: (world, choose) => plain('grants', 'find', aCode(world, choose).hash, world.now),
  findWaiting: (world, choose) => plain('grants', 'findWaiting', aDevice(world, choose).userCode, world.now),
  decide: (world, choose) => {
    const account = choose(world.accounts)
    const { id, tokenHash } = sessionOf(account, choose)
    const { userCode, hash } = aDevice(world, choose)
    const { user } = account
    const yes = { userId: user.id, sessionId: id, token: tokenHash, redeemableUntil: after(world.now, grantLifetime) }
    const approval = onceIn(choose, 3) ? null : yes
    const args = [userCode, approval, world.now]
    return recorded(world, user.id, { store: 'grants', method: 'decide', args }, (result) => {
      const isDecided = isFirst(result, true, false)
      if (isDecided) world.ledger.once('decision', hash)
      if (isDecided && approval !== null) world.codes.push({ hash: hash as GrantHash, user })
      return isDecided
    })
  },
  redeem: (world, choose) => {
    const { hash, user } = aCode(world, choose)
    const refreshToken = world.unique('refresh')
    const args = [{ hash, start: startOf(world, user, choose, refreshToken), now: world.now }]
    return recorded(world, user.id, { store: 'grants', method: 'redeem', args }, (result) => {
      if (result === null) return false
      world.ledger.once('redemption', hash)
      world.ledger.start(result as StartedSession)
      const family = `family-${refreshToken}` as RefreshTokenFamily
      world.refreshTokens.push({ hash: refreshToken as RefreshTokenHash, family })
      return true
    })
  },
  deleteExpiredBefore: ({ now }) => plain('grants', 'deleteExpiredBefore', after(now, -100), 3),
}

const refreshTokens: Readonly<Record<keyof RefreshTokenStore, MakeOperation>> = {
  find: (world, choose) => plain('refreshTokens', 'find', aRefreshToken(world, choose), world.now),
  exchange: (world, choose) => {
    const { hash, family } = aRefreshToken(world, choose)
    const successor = world.unique('refresh') as RefreshTokenHash
    const keepUsed = { since: after(world.now, -100), max: 2 }
    return {
      ...plain('refreshTokens', 'exchange', { hash, family, successor, secretId: 's', now: world.now, keepUsed }),
      settle(result) {
        if (!isFirst(result, true, false)) return
        world.ledger.once('exchange', hash)
        world.refreshTokens.push({ hash: successor, family: family as RefreshTokenFamily })
      },
    }
  },
}

/** Makes an operation for every method of the stores of grants and of refresh tokens. */
export const grantOperations = { grants, refreshTokens }
