import type { SigningKeyId } from '@latchkey/schema'
import { expect } from 'vitest'
import { after } from '../../core/duration.ts'
import type { RateLimitHash } from '../../limits/rate-limit-store.ts'
import type { AuthorizationRequest, BrowserHash, StateHash } from '../../oauth/authorization-request.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { SigningKey } from '../../tokens/signing-key.ts'
import type { User } from '../../users/user.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash } from '../fixtures.ts'
import { callers, crowd, isAnswer, isTrue, losers, winnerOf } from './crowd.ts'
import { challengeCrowdRaces } from './challenge-crowd-races.ts'
import { passkeyCrowdRaces } from './passkey-races.ts'
import type { Race, Round } from './race.ts'
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
import { secondFactorCrowdRaces } from './second-factor-crowd-races.ts'
import type { StoreCall } from './store-call.ts'

/** A user with identities of one provider and without a password; the session is theirs. */
async function addUserOfProvider(round: Round, identities: number) {
  const user = aUser(round.unique('eve'))
  const own = aSession(round.unique('eves'), user)
  const [first, ...others] = Array.from({ length: identities }, (_, number) =>
    anIdentity({ ...round, user }, String(number)),
  )
  if (first === undefined) throw new TypeError('a user of a provider has an identity')
  const { stores } = round
  await stores.identities.signUp({ user, identity: first, start: aStart(own) }, noEvents)
  for (const identity of others) {
    await stores.identities.link({ identity, token: own.tokenHash, now: start }, noEvents)
  }
  return { user, own, identities: [first, ...others] }
}

const removal = ({ id, userId }: ReturnType<typeof anIdentity>): StoreCall => ({
  store: 'identities',
  method: 'remove',
  args: [{ id, userId, usableProviders: ['google'], usablePasskeys: true }],
  events: [],
})

/** Another user, who signs up in this round: by the number of their caller. */
function newcomer({ unique }: Round, caller: number, email?: string): User {
  const user = aUser(unique(`new-${caller}`))
  return email === undefined ? user : { ...user, email }
}

function aRequest({ unique }: Round): AuthorizationRequest {
  return {
    stateHash: unique('state') as StateHash,
    browserHash: unique('browser') as BrowserHash,
    provider: 'google',
    intent: { kind: 'sign_in', remember: false },
    codeVerifier: 'verifier',
    nonce: 'nonce',
    returnTo: '/',
    expiresAt: later,
  }
}

interface Named {
  readonly id: string
}

/** Races of twenty callers: of all of them one wins, or together they keep a limit. */
export const crowdRaces: readonly Race[] = [
  {
    promise: 'twenty starts leave exactly the limit live, and report each session that they end once',
    prepare: async (round) => {
      const { stores, user, own, unique } = round
      const max = 5
      const startOf = (caller: number) =>
        session('start', aStart(aSession(unique(`start-${caller}`), user), { max, now: later }))
      return {
        calls: crowd(startOf),
        check: async (results) => {
          const live = await liveIds(round)
          const reported = (results as readonly { beyondLimit: readonly Named[] }[]).flatMap(({ beyondLimit }) =>
            beyondLimit.map(({ id }) => id),
          )
          expect(live).toHaveLength(max)
          expect(new Set(reported).size).toBe(reported.length)
          const all = [own.id, ...callers.map((caller) => unique(`start-${caller}`))]
          expect([...live, ...reported].toSorted()).toEqual(all.toSorted())
          for (const id of reported) {
            const ended = await stores.sessions.findEndedByToken(tokenHash(id), later)
            expect(ended).toMatchObject({ id, endReason: 'limit' })
          }
        },
      }
    },
  },
  {
    promise: 'twenty sightings, in any order, leave the latest',
    prepare: async (round) => {
      const { stores, user, own, unique } = round
      const other = aSession(unique('other'), user)
      await addSession(stores, other)
      const seen = (caller: number) => {
        const pair = caller % 4 < 2 ? [own, other] : [other, own]
        const sighting = { at: after(start, caller), ip: null }
        return {
          store: 'sessions',
          method: 'recordSeen',
          args: [new Map(pair.map(({ id }) => [id, sighting]))],
        } as const
      }
      return {
        calls: crowd(seen),
        check: async () => {
          const live = await stores.sessions.listLive(user.id, later)
          expect(live.map(({ lastSeenAt }) => lastSeenAt)).toEqual([after(start, losers), after(start, losers)])
        },
      }
    },
  },
  {
    promise: 'one of twenty endings of a session gets it, with its event',
    prepare: async ({ stores, user, own, unique }) => ({
      calls: crowd((caller) => ({
        ...session('end', { id: own.id, userId: own.userId }, endingBy(own.id)),
        events: [anEvent(user.id, unique(`end-${caller}`))],
      })),
      check: async (results) => {
        expect(times(results, 'already_ended')).toBe(losers)
        const winner = winnerOf(results, isAnswer)
        expect(results[winner]).toEqual({ id: own.id, name: own.name })
        expect(await eventsOf(stores, user.id)).toEqual([unique(`end-${winner}`)])
      },
    }),
  },
  {
    promise: 'twenty endings of all sessions report each once',
    prepare: async (round) => {
      const { stores, user, own, unique } = round
      const others = ['1', '2', '3', '4'].map((name) => aSession(unique(name), user))
      for (const other of others) await addSession(stores, other)
      return {
        calls: crowd(() => session('endAll', { userId: user.id, keep: null }, endingBy(own.id))),
        check: async (results) => {
          const reported = (results as readonly (readonly Named[])[]).flat().map(({ id }) => id)
          expect(reported.toSorted()).toEqual([own, ...others].map(({ id }) => id).toSorted())
          expect(await liveIds(round)).toEqual([])
        },
      }
    },
  },
  {
    promise: 'twenty sweeps report each session that time has ended once',
    prepare: async ({ stores, user, unique }) => {
      // Before any other session of these races is over.
      const now = after(start, 2)
      const short = callers.map((number) =>
        aSession(unique(`short-${number}`), user, { idleExpiresAt: after(start, 1) }),
      )
      for (const one of short) await addSession(stores, one)
      return {
        calls: crowd((caller) => session('endOverdue', now, caller % 2 === 0 ? 3 : 100)),
        check: async (results) => {
          const reported = (results as readonly (readonly Named[])[]).flat().map(({ id }) => id)
          expect(reported.toSorted()).toEqual(short.map(({ id }) => id).toSorted())
          const ended = await stores.sessions.listEnded(user.id, null, 100)
          expect(ended.map(({ id }) => id).toSorted()).toEqual(reported.toSorted())
        },
      }
    },
  },
  {
    promise: 'one of twenty rotations of a token is made, and its token works',
    prepare: async ({ stores, own, unique }) => ({
      calls: crowd((caller) => session('rotate', rotationOf(own, unique(`next-${caller}`)))),
      check: async (results) => {
        const winner = winnerOf(results, isTrue)
        const live = await stores.sessions.listLive(own.userId, later)
        expect(live.map(({ tokenHash: hash }) => hash)).toEqual([tokenHash(unique(`next-${winner}`))])
        expect(await stores.sessions.findLive(own.tokenHash, later)).toBeNull()
      },
    }),
  },
  {
    promise: 'one of twenty password changes from one hash is made',
    prepare: async (round) => ({
      calls: crowd((caller) => passwordChange(round, `to-${caller}`)),
      check: async (results) => {
        const winner = winnerOf(results, isAnswer)
        expect(await round.stores.passwords.findHash(round.user.id)).toBe(`to-${winner}`)
        expect(await liveIds(round)).toEqual([round.own.id])
      },
    }),
  },
  {
    promise: 'one of twenty replaces a hash, by a password change or with new parameters',
    prepare: async (round) => {
      const rehash = { userId: round.user.id, from: 'hash', to: 'rehashed' }
      return {
        calls: crowd((caller) =>
          caller % 4 < 2
            ? passwordChange(round, `to-${caller}`)
            : { store: 'passwords', method: 'rehash', args: [rehash] },
        ),
        check: async (results) => {
          const winner = winnerOf(results, (result) => result === true || isAnswer(result))
          expect(await round.stores.passwords.findHash(round.user.id)).toBe(
            winner % 4 < 2 ? `to-${winner}` : 'rehashed',
          )
        },
      }
    },
  },
  {
    promise: 'the last of ten sign-in methods stays when all are removed, each twice',
    prepare: async (round) => {
      const { user, identities } = await addUserOfProvider(round, callers.length / 2)
      return {
        calls: [...identities, ...identities].map(removal),
        check: async (results) => {
          const { length } = identities
          expect(times(results, 'removed')).toBe(length - 1)
          expect(times(results, 'unknown')).toBe(length - 1)
          expect(times(results, 'last_sign_in_method')).toBe(2)
          expect(await round.stores.identities.listByUser(user.id)).toHaveLength(1)
        },
      }
    },
  },
  {
    promise: 'the only identity is removed by nine of twenty once one of eleven has set a password',
    prepare: async (round) => {
      const { user, own, identities } = await addUserOfProvider(round, 1)
      const set = (caller: number): StoreCall => ({
        store: 'passwords',
        method: 'set',
        args: [
          { userId: user.id, hash: `${caller}`, rotation: rotationOf(own, round.unique(`${caller}`)), now: later },
        ],
        events: [],
      })
      const [identity] = identities
      if (identity === undefined) throw new TypeError('there is an identity')
      return {
        calls: crowd((caller) => (caller % 2 === 0 || caller === losers ? set(caller) : removal(identity))),
        check: async (results) => {
          const setter = winnerOf(results, (result) => result === 'set')
          expect(await round.stores.passwords.findHash(user.id)).toBe(`${setter}`)
          expect(times(results, 'has_password')).toBe(10)
          const left = (await round.stores.identities.listByUser(user.id)).length
          expect(times(results, 'removed')).toBe(1 - left)
        },
      }
    },
  },
  {
    promise: 'one of twenty sign-ups with an email is made, by password or by provider',
    prepare: async (round) => {
      const email = `${round.unique('same')}@example.com`
      const signUp = (caller: number): StoreCall => {
        const user = newcomer(round, caller, email)
        const begun = aStart(aSession(round.unique(`session-${caller}`), user))
        return caller % 4 < 2
          ? { store: 'passwords', method: 'signUp', args: [{ user, hash: 'hash', start: begun }], events: [] }
          : {
              store: 'identities',
              method: 'signUp',
              args: [{ user, identity: anIdentity({ ...round, user }, String(caller)), start: begun }],
              events: [],
            }
      }
      return {
        calls: crowd(signUp),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect(times(results, 'email_taken')).toBe(losers)
          const { id } = newcomer(round, winner)
          expect(await round.stores.users.findByEmail(email)).toMatchObject({ id })
          for (const caller of callers) {
            const own = await round.stores.sessions.listLive(newcomer(round, caller).id, later)
            expect(own).toHaveLength(caller === winner ? 1 : 0)
          }
        },
      }
    },
  },
  {
    promise: 'an identity gets one of twenty users who sign up with it, or has it linked',
    prepare: async (round) => {
      const { stores } = round
      const subject = round.unique('same subject')
      const users = callers.map((caller) => newcomer(round, caller))
      const sessions = users.map((user, caller) => aSession(round.unique(`session-${caller}`), user))
      // Every other one has signed up before, and links it.
      for (const caller of callers.filter((number) => number % 4 < 2)) {
        const [user, own] = [users[caller], sessions[caller]]
        if (user === undefined || own === undefined) continue
        await addUser(stores, user)
        await addSession(stores, own)
      }
      const take = (caller: number): StoreCall => {
        const [user, own] = [users[caller] ?? round.user, sessions[caller] ?? round.own]
        const identity = anIdentity({ ...round, user }, String(caller), { subject })
        const args =
          caller % 4 < 2 ? { identity, token: own.tokenHash, now: later } : { user, identity, start: aStart(own) }
        return { store: 'identities', method: caller % 4 < 2 ? 'link' : 'signUp', args: [args], events: [] }
      }
      return {
        calls: crowd(take),
        check: async (results) => {
          const winner = winnerOf(results, (result) => result !== 'identity_taken')
          const found = await stores.identities.findByKey({ issuer: 'https://google.example', subject })
          expect(found?.user.id).toBe(users[winner]?.id)
          for (const [caller, user] of users.entries()) {
            const isStored = caller % 4 < 2 || caller === winner
            expect((await stores.users.findByEmail(user.email)) !== null).toBe(isStored)
          }
        },
      }
    },
  },
  {
    promise: 'an identity is linked by a session, or taken by a sign-up that replaces the session',
    prepare: async (round) => {
      const subject = round.unique('same subject')
      const { own } = round
      const replaces = {
        target: { id: own.id, userId: own.userId },
        ending: { at: later, reason: 'replaced', by: null },
      } as const
      const take = (caller: number): StoreCall => {
        const isLink = caller % 4 < 2
        const user = isLink ? round.user : newcomer(round, caller)
        const identity = anIdentity({ ...round, user }, String(caller), { subject })
        const begun = aStart(aSession(round.unique(`session-${caller}`), user), { replaces })
        const args = isLink ? { identity, token: own.tokenHash, now: later } : { user, identity, start: begun }
        return { store: 'identities', method: isLink ? 'link' : 'signUp', args: [args], events: [] }
      }
      return {
        calls: crowd(take),
        check: async (results) => {
          const isLinked = winnerOf(results, (result) => result === 'linked' || isAnswer(result)) % 4 < 2
          const found = await round.stores.identities.findByKey({ issuer: 'https://google.example', subject })
          expect(found?.user.id === round.user.id).toBe(isLinked)
          expect(await liveIds(round)).toEqual(isLinked ? [own.id] : [])
        },
      }
    },
  },
  {
    promise: 'one of twenty links of an identity is made',
    prepare: async (round) => {
      const subject = round.unique('same subject')
      return {
        calls: crowd((caller) => ({
          store: 'identities',
          method: 'link',
          args: [{ identity: anIdentity(round, `${caller}`, { subject }), token: round.own.tokenHash, now: later }],
          events: [],
        })),
        check: async (results) => {
          const winner = winnerOf(results, (result) => result === 'linked')
          expect(times(results, 'identity_taken')).toBe(losers)
          const linked = await round.stores.identities.listByUser(round.user.id)
          expect(linked.map(({ id }) => id)).toEqual([round.unique(`identity-${winner}`)])
        },
      }
    },
  },
  {
    promise: 'one of twenty sign-ins that link an identity starts a session',
    prepare: async (round) => {
      const subject = round.unique('same subject')
      return {
        calls: crowd((caller) => ({
          store: 'identities',
          method: 'linkAndSignIn',
          args: [
            {
              identity: anIdentity(round, `${caller}`, { subject }),
              start: aStart(aSession(round.unique(`session-${caller}`), round.user)),
            },
          ],
          events: [],
        })),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect((await liveIds(round)).toSorted()).toEqual(
            [round.own.id, round.unique(`session-${winner}`)].toSorted(),
          )
        },
      }
    },
  },
  {
    promise: 'one of twenty redemptions of a grant gets a session',
    prepare: async (round) => {
      const code = aCode(round)
      await round.stores.grants.insertApproved(code, round.own.tokenHash, noEvents)
      return {
        calls: crowd((caller) => redemption(round, code, `client-${caller}`)),
        check: async (results) => {
          const winner = round.unique(`client-${winnerOf(results, isAnswer)}`)
          expect((await liveIds(round)).toSorted()).toEqual([round.own.id, winner].toSorted())
          expect(await round.stores.grants.find(code.hash, later)).toMatchObject({ session: winner })
        },
      }
    },
  },
  {
    promise: 'one of twenty decisions about a device is made',
    prepare: async (round) => {
      const device = aDevice(round)
      await round.stores.grants.insert(device)
      const { own, user } = round
      const yes = { userId: user.id, sessionId: own.id, token: own.tokenHash, redeemableUntil: device.expiresAt }
      return {
        calls: crowd((caller) => ({
          store: 'grants',
          method: 'decide',
          args: [device.userCodeHash, caller % 4 < 2 ? yes : null, later],
          events: [],
        })),
        check: async (results) => {
          const isApproved = winnerOf(results, isTrue) % 4 < 2
          const found = await round.stores.grants.find(device.hash, later)
          expect(found).toMatchObject({
            approver: isApproved ? { id: user.id } : null,
            grant: { denied: !isApproved },
          })
        },
      }
    },
  },
  {
    promise: 'one of twenty exchanges of a refresh token is made, and the others find it used',
    prepare: async ({ stores, user, unique }) => {
      const hash = unique('refresh') as RefreshTokenHash
      const family = unique('family') as RefreshTokenFamily
      const client = aSession(unique('client'), user, { kind: 'client', clientId: 'cli' })
      await stores.sessions.start(aStart(client, { refreshToken: hash }), noEvents)
      const keepUsed = { since: start, max: 2 }
      return {
        calls: crowd((caller) => ({
          store: 'refreshTokens',
          method: 'exchange',
          args: [{ hash, family, successor: unique(`${caller}`), secretId: `${caller}`, now: later, keepUsed }],
        })),
        check: async (results) => {
          const winner = winnerOf(results, isTrue)
          const used = await stores.refreshTokens.find({ hash, family }, later)
          expect(used?.used).toMatchObject({ secretId: `${winner}`, usedAt: later })
          for (const caller of callers) {
            const successor = unique(`${caller}`) as RefreshTokenHash
            const found = await stores.refreshTokens.find({ hash: successor, family }, later)
            expect(found?.used).toBe(caller === winner ? null : 'forgotten')
          }
        },
      }
    },
  },
  {
    promise: 'one of twenty callbacks gets the authorization request',
    prepare: async (round) => {
      const request = aRequest(round)
      await round.stores.requests.insert(request)
      return {
        calls: crowd(() => ({ store: 'requests', method: 'consume', args: [request.stateHash] })),
        check: async (results) => {
          expect(results[winnerOf(results, isAnswer)]).toEqual(request)
        },
      }
    },
  },
  {
    promise: 'twenty failures of one account from two networks are all counted, each with its event',
    prepare: async ({ stores, user, unique }) => {
      const [account, one, other] = ['account', 'one', 'other'].map((name) => unique(name) as RateLimitHash)
      const failure = (caller: number): StoreCall => {
        const keys = caller % 4 < 2 ? [account, one] : [other, account]
        const counts = keys.map((key) => ({ key, expiresAt: later }))
        const entries = { kept: [anEvent(user.id, unique(`failure-${caller}`))], discarded: [] }
        return { store: 'rateLimits', method: 'add', args: [counts, start, entries] }
      }
      return {
        calls: crowd(failure),
        check: async () => {
          const keys = [account, one, other].filter((key) => key !== undefined)
          const found = await stores.rateLimits.find(keys, start)
          expect(found.map((counted) => counted?.count)).toEqual([20, 10, 10])
          expect(await eventsOf(stores, user.id)).toHaveLength(20)
        },
      }
    },
  },
  {
    promise: 'one of twenty signing keys for the same time is added',
    prepare: async ({ index, unique }) => {
      // After all keys of the other races.
      const from = after(start, 1_000_000_000 * (index + 1))
      const key = (caller: number): SigningKey => ({
        id: unique(`${caller}`) as SigningKeyId,
        algorithm: 'EdDSA',
        publicJwk: { kty: 'OKP', crv: 'Ed25519', x: `${caller}` },
        sealedPrivateKey: 'sealed',
        createdAt: start,
        signsFrom: from,
        signsUntil: after(from, 1000),
        publishedUntil: after(from, 1000),
      })
      return {
        calls: crowd((caller) => ({ store: 'signingKeys', method: 'insertUnlessCovered', args: [key(caller)] })),
        check: async (results) => {
          expect(times(results, false)).toBe(losers)
          winnerOf(results, isTrue)
        },
      }
    },
  },
  ...challengeCrowdRaces,
  ...secondFactorCrowdRaces,
  ...passkeyCrowdRaces,
]
