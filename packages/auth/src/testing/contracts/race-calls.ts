import type { IdentityId, SessionId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import type { CodeGrant, DeviceGrant, GrantHash, UserCodeHash } from '../../grants/grant.ts'
import type { Identity } from '../../identities/identity.ts'
import type { Session, SessionRotation } from '../../sessions/session.ts'
import { aSession, aStart, start, tokenHash } from '../fixtures.ts'
import type { Round } from './race.ts'
import type { StoreCall } from './store-call.ts'

/** When the calls of a race are made. */
export const later = after(start, 500)
/** An ending that a session of the user decides. */
export const endingBy = (by: SessionId) => ({ at: later, reason: 'ended_by_user', by }) as const

/** A call of the session store that records no event. */
export const session = (method: string, ...args: readonly unknown[]): StoreCall => ({
  store: 'sessions',
  method,
  args,
  events: [],
})

/** A new token for a session; its text is written out. */
export function rotationOf({ id, tokenHash: from }: Session, to: string): SessionRotation {
  return { id, from, to: tokenHash(to), stepUpUntil: later, secondFactor: null }
}

/** Replaces the hash of the user's password, by the session of the round. */
export const passwordChange = ({ user, own, unique }: Round, to: string): StoreCall => ({
  store: 'passwords',
  method: 'change',
  args: [
    {
      userId: user.id,
      from: 'hash',
      to,
      rotation: rotationOf(own, unique(to)),
      ending: { at: later, reason: 'password_changed', by: own.id },
    },
  ],
  events: [],
})

/** A code that the session of the round approves. */
export function aCode({ user, own, unique }: Round): CodeGrant {
  return {
    kind: 'code',
    hash: unique('code') as GrantHash,
    clientId: 'cli',
    redirectUri: 'http://127.0.0.1:1/callback',
    codeChallenge: 'challenge',
    requestedAt: start,
    expiresAt: after(start, 900),
    approval: { userId: user.id, sessionId: own.id },
  }
}

/** A device that waits for a decision. */
export function aDevice({ unique }: Round): DeviceGrant {
  return {
    kind: 'device',
    hash: unique('device') as GrantHash,
    clientId: 'tv',
    userCodeHash: unique('user-code') as UserCodeHash,
    ip: null,
    device: 'A television',
    requestedAt: start,
    expiresAt: after(start, 900),
    approval: null,
    denied: false,
  }
}

/** An identity of the user, to be linked. */
export function anIdentity({ user, unique }: Round, name: string, changes: Partial<Identity> = {}): Identity {
  return {
    id: unique(`identity-${name}`) as IdentityId,
    userId: user.id,
    provider: 'google',
    issuer: 'https://google.example',
    subject: unique(`subject-${name}`),
    email: null,
    linkedAt: start,
    lastUsedAt: start,
    ...changes,
  }
}

/** Redeems a code for a session of this name. */
export const redemption = (round: Round, { hash }: CodeGrant, name: string): StoreCall => ({
  store: 'grants',
  method: 'redeem',
  args: [
    {
      hash,
      start: aStart(aSession(round.unique(name), round.user, { kind: 'client', clientId: 'cli' }), {
        refreshToken: round.unique(`refresh-${name}`),
      }),
      now: later,
    },
  ],
  events: [],
})

/** The ids of the user's live sessions. */
export const liveIds = async ({ stores, user }: Round): Promise<readonly string[]> =>
  (await stores.sessions.listLive(user.id, later)).map(({ id }) => id)

/** Of several results, how many are this one. */
export const times = (results: readonly unknown[], result: unknown): number =>
  results.filter((one) => one === result).length
