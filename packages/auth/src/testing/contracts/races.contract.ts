import type { SigningKeyId } from '@latchkey/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { after } from '../../core/duration.ts'
import type { RateLimitHash } from '../../limits/rate-limit-store.ts'
import type { Identity } from '../../identities/identity.ts'
import type { RefreshTokenHash, Session } from '../../sessions/session.ts'
import type { SigningKey } from '../../tokens/signing-key.ts'
import { addSession, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import { challengeRaces } from './challenge-races.ts'
import { crowdRaces } from './crowd-races.ts'
import { passkeyRaces } from './passkey-races.ts'
import { type Race, type Racers, runRace } from './race.ts'
import {
  aCode,
  aDevice,
  anIdentity,
  endingBy,
  later,
  liveIds,
  passwordChange,
  redemption,
  rotationOf,
  session,
  times,
} from './race-calls.ts'
import { anEvent, eventsOf } from './recorded-events.ts'
import { secondFactorRaces } from './second-factor-races.ts'
import type { StoreCall } from './store-call.ts'

const races: readonly Race[] = [
  {
    promise: 'two failures of one account are both counted, each with its event',
    prepare: async ({ stores, user, unique }) => {
      const key = unique('account') as RateLimitHash
      const failure = (name: string): StoreCall => ({
        store: 'rateLimits',
        method: 'add',
        args: [[{ key, expiresAt: later }], start, { kept: [anEvent(user.id, `0 ${unique(name)}`)], discarded: [] }],
      })
      return {
        calls: [failure('one'), failure('other')],
        check: async () => {
          expect(await stores.rateLimits.find([key], start)).toEqual([{ count: 2, expiresAt: later }])
          expect(await eventsOf(stores, user.id)).toHaveLength(2)
        },
      }
    },
  },
  {
    promise: 'no session that starts with the old password outlives a password change',
    prepare: async (round) => {
      const late = aSession(round.unique('late'), round.user)
      const signIn = { userId: round.user.id, hash: 'hash', start: aStart(late) }
      return {
        calls: [passwordChange(round, 'changed'), { store: 'passwords', method: 'signIn', args: [signIn], events: [] }],
        check: async () => expect(await liveIds(round)).toEqual([round.own.id]),
      }
    },
  },
  {
    promise: 'two password changes from one hash are not both made',
    prepare: async (round) => ({
      calls: [passwordChange(round, 'one'), passwordChange(round, 'other')],
      check: async (results) => expect(times(results, null)).toBe(1),
    }),
  },
  {
    promise: 'two starts leave the user within the limit, and each session beyond it is reported once',
    prepare: async (round) => {
      const { stores, user, unique } = round
      const old = ['1', '2', '3'].map((name) => aSession(unique(`old-${name}`), user))
      for (const one of old) await addSession(stores, one)
      const startOf = (name: string) => session('start', aStart(aSession(unique(name), user), { max: 3, now: later }))
      return {
        calls: [startOf('one'), startOf('other')],
        check: async (results) => {
          const reported = (results as readonly { beyondLimit: readonly { id: string }[] }[]).flatMap(
            ({ beyondLimit }) => beyondLimit.map(({ id }) => id),
          )
          expect(await liveIds(round)).toHaveLength(3)
          expect(new Set(reported).size).toBe(reported.length)
          expect(reported).toHaveLength(3)
          for (const one of [round.own, ...old].filter(({ id }) => reported.includes(id))) {
            expect(await stores.sessions.findEndedByToken(one.tokenHash, later)).toMatchObject({ endReason: 'limit' })
          }
        },
      }
    },
  },
  {
    promise: 'two sweeps report each session that time has ended once',
    prepare: async ({ own, stores }) => {
      const now = after(start, 1000)
      return {
        calls: [session('endOverdue', now, 100_000), session('endOverdue', now, 100_000)],
        check: async (results) => {
          const ids = (results as readonly (readonly { id: string }[])[]).flat().map(({ id }) => id)
          expect(ids.filter((id) => id === own.id)).toHaveLength(1)
          expect(new Set(ids).size).toBe(ids.length)
          expect(await stores.sessions.findEndedByToken(own.tokenHash, now)).not.toBeNull()
        },
      }
    },
  },
  {
    promise: 'sightings of the same sessions in opposite order are both stored',
    prepare: async ({ stores, user, own, unique }) => {
      const other = aSession(unique('other'), user)
      await addSession(stores, other)
      const seen = (at: Date, ...sessions: readonly Session[]) =>
        ({
          store: 'sessions',
          method: 'recordSeen',
          args: [new Map(sessions.map(({ id }) => [id, { at, ip: null }]))],
        }) as const
      return {
        calls: [seen(after(start, 10), own, other), seen(after(start, 20), other, own)],
        check: async () => {
          const live = await stores.sessions.listLive(user.id, start)
          expect(live.map(({ lastSeenAt }) => lastSeenAt)).toEqual([after(start, 20), after(start, 20)])
        },
      }
    },
  },
  {
    promise: 'one of two endings of a session gets it',
    prepare: async ({ own }) => {
      const end = session('end', { id: own.id, userId: own.userId }, endingBy(own.id))
      return { calls: [end, end], check: async (results) => expect(times(results, 'already_ended')).toBe(1) }
    },
  },
  {
    promise: 'two endings of all sessions report each once',
    prepare: async (round) => {
      const endAll = session('endAll', { userId: round.user.id, keep: null }, endingBy(round.own.id))
      return {
        calls: [endAll, endAll],
        check: async (results) => {
          expect((results as readonly (readonly unknown[])[]).flat()).toHaveLength(1)
          expect(await liveIds(round)).toEqual([])
        },
      }
    },
  },
  {
    promise: 'one of two rotations of a token is made',
    prepare: async ({ own, unique }) => ({
      calls: [session('rotate', rotationOf(own, unique('next'))), session('rotate', rotationOf(own, unique('other')))],
      check: async (results) => expect(new Set(results)).toEqual(new Set([false, true])),
    }),
  },
  {
    promise: 'the last of two sign-in methods stays',
    prepare: async (round) => {
      const user = aUser(round.unique('eve'))
      const [first, second] = [anIdentity({ ...round, user }, '1'), anIdentity({ ...round, user }, '2')]
      const own = aStart(aSession(round.unique('eves'), user))
      await round.stores.identities.signUp({ user, identity: first, start: own }, noEvents)
      await round.stores.identities.link({ identity: second, token: own.session.tokenHash, now: start }, noEvents)
      const remove = ({ id, userId }: Identity): StoreCall => ({
        store: 'identities',
        method: 'remove',
        args: [{ id, userId, usableProviders: ['google'], usablePasskeys: true }],
        events: [],
      })
      return {
        calls: [remove(first), remove(second)],
        check: async (results) => expect(new Set(results)).toEqual(new Set(['last_sign_in_method', 'removed'])),
      }
    },
  },
  {
    promise: 'one of two links of an identity is made',
    prepare: async (round) => {
      const subject = round.unique('same subject')
      const link = (name: string): StoreCall => ({
        store: 'identities',
        method: 'link',
        args: [{ identity: anIdentity(round, name, { subject }), token: round.own.tokenHash, now: later }],
        events: [],
      })
      return {
        calls: [link('1'), link('2')],
        check: async (results) => expect(new Set(results)).toEqual(new Set(['identity_taken', 'linked'])),
      }
    },
  },
  {
    promise: 'no identity is linked by a session that is ended with all others',
    prepare: async (round) => {
      const link: StoreCall = {
        store: 'identities',
        method: 'link',
        args: [{ identity: anIdentity(round, '1'), token: round.own.tokenHash, now: later }],
        events: [],
      }
      return {
        calls: [session('endAll', { userId: round.user.id, keep: null }, endingBy(round.own.id)), link],
        check: async ([, outcome]) => {
          // Linked before the ending, or not at all.
          const linked = await round.stores.identities.listByUser(round.user.id)
          expect([outcome, linked.length]).toEqual(linked.length === 1 ? ['linked', 1] : ['session_ended', 0])
          const again = await round.stores.identities.link(
            { identity: anIdentity(round, '2'), token: round.own.tokenHash, now: later },
            noEvents,
          )
          expect(again).toBe('session_ended')
        },
      }
    },
  },
  {
    promise: 'one of two sign-ups with an email is made',
    prepare: async ({ unique }) => {
      const signUp = (name: string): StoreCall => {
        const user = { ...aUser(unique(name)), email: `${unique('same')}@example.com` }
        const args = [{ user, hash: 'hash', start: aStart(aSession(unique(`session-${name}`), user)) }]
        return { store: 'passwords', method: 'signUp', args, events: [] }
      }
      return {
        calls: [signUp('one'), signUp('other')],
        check: async (results) => expect(times(results, 'email_taken')).toBe(1),
      }
    },
  },
  {
    promise: 'one of two first passwords is set',
    prepare: async (round) => {
      const user = aUser(round.unique('eve'))
      const own = aSession(round.unique('eves'), user)
      const identity = anIdentity({ ...round, user }, '1')
      await round.stores.identities.signUp({ user, identity, start: aStart(own) }, noEvents)
      const set = (name: string): StoreCall => ({
        store: 'passwords',
        method: 'set',
        args: [{ userId: user.id, hash: name, rotation: rotationOf(own, round.unique(name)), now: later }],
        events: [],
      })
      return {
        calls: [set('one'), set('other')],
        check: async (results) => expect(times(results, 'set')).toBe(1),
      }
    },
  },
  {
    promise: 'no session of a grant survives the ending of all sessions',
    prepare: async (round) => {
      const code = aCode(round)
      await round.stores.grants.insertApproved(code, round.own.tokenHash, noEvents)
      return {
        calls: [
          session('endAll', { userId: round.user.id, keep: null }, endingBy(round.own.id)),
          redemption(round, code, 'client'),
        ],
        check: async () => expect(await liveIds(round)).toEqual([]),
      }
    },
  },
  {
    promise: 'one of two redemptions of a grant gets a session',
    prepare: async (round) => {
      const code = aCode(round)
      await round.stores.grants.insertApproved(code, round.own.tokenHash, noEvents)
      return {
        calls: [redemption(round, code, 'one'), redemption(round, code, 'other')],
        check: async (results) => {
          expect(times(results, null)).toBe(1)
          expect(await liveIds(round)).toHaveLength(2)
        },
      }
    },
  },
  {
    promise: 'no approval survives a password change that takes its token away',
    prepare: async (round) => {
      const code = aCode(round)
      return {
        calls: [
          passwordChange(round, 'changed'),
          { store: 'grants', method: 'insertApproved', args: [code, round.own.tokenHash], events: [] },
        ],
        check: async () => expect(await round.stores.grants.find(code.hash, later)).toBeNull(),
      }
    },
  },
  {
    promise: 'one of two decisions about a device is made',
    prepare: async (round) => {
      const device = aDevice(round)
      await round.stores.grants.insert(device)
      const { own, user } = round
      const yes = { userId: user.id, sessionId: own.id, token: own.tokenHash, redeemableUntil: device.expiresAt }
      const decide = (approval: typeof yes | null): StoreCall => ({
        store: 'grants',
        method: 'decide',
        args: [device.userCodeHash, approval, later],
        events: [],
      })
      return {
        calls: [decide(yes), decide(null)],
        check: async (results) => expect(new Set(results)).toEqual(new Set([false, true])),
      }
    },
  },
  {
    promise: 'one of two exchanges of a refresh token is made',
    prepare: async ({ stores, user, unique }) => {
      const hash = unique('refresh') as RefreshTokenHash
      const client = aSession(unique('client'), user, { kind: 'client', clientId: 'cli' })
      await stores.sessions.start(aStart(client, { refreshToken: hash }), noEvents)
      const exchange = (name: string): StoreCall => ({
        store: 'refreshTokens',
        method: 'exchange',
        args: [
          {
            hash,
            family: unique('family'),
            successor: unique(name),
            secretId: 's',
            now: later,
            keepUsed: { since: start, max: 2 },
          },
        ],
      })
      return {
        calls: [exchange('one'), exchange('other')],
        check: async (results) => expect(new Set(results)).toEqual(new Set([false, true])),
      }
    },
  },
  {
    promise: 'one of two signing keys for the same time is added',
    prepare: async ({ index, unique }) => {
      const from = after(start, 1_000_000 * (index + 1))
      const insert = (name: string): StoreCall => {
        const key: SigningKey = {
          id: unique(name) as SigningKeyId,
          algorithm: 'EdDSA',
          publicJwk: { kty: 'OKP', crv: 'Ed25519', x: name },
          sealedPrivateKey: 'sealed',
          createdAt: start,
          signsFrom: from,
          signsUntil: after(from, 1000),
          publishedUntil: after(from, 1000),
        }
        return { store: 'signingKeys', method: 'insertUnlessCovered', args: [key] }
      }
      return {
        calls: [insert('one'), insert('other')],
        check: async (results) => expect(new Set(results)).toEqual(new Set([false, true])),
      }
    },
  },
  ...challengeRaces,
  ...secondFactorRaces,
  ...passkeyRaces,
]

/** A race of twenty callers is run less often than one of two: each round has as many calls as ten of those. */
const pairsPerCrowd = 10

/**
 * Declares a test for each promise of the stores that several connections can break: with two callers, and with twenty where
 * one of all must win. Each race is run several times, `rounds` times where two call, since a store without a lock breaks its
 * promise in some rounds only.
 */
export function describeRaces(name: string, createRacers: () => Promise<Racers>, rounds: number): void {
  let racers: Racers
  beforeAll(async () => {
    racers = await createRacers()
  })
  afterAll(async () => racers.close())

  describe(`${name} stores, from two connections at once`, () => {
    it.each(races.map((race, number) => [race.promise, race, `pair-${number}`] as const))(
      '%s',
      async (_promise, race, prefix) => runRace(racers, race, prefix, rounds),
    )
  })

  describe(`${name} stores, from twenty callers at once`, () => {
    it.each(crowdRaces.map((race, number) => [race.promise, race, `crowd-${number}`] as const))(
      '%s',
      async (_promise, race, prefix) => runRace(racers, race, prefix, Math.ceil(rounds / pairsPerCrowd)),
    )
  })
}
