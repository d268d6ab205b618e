import { expect } from 'vitest'
import { after } from '../../core/duration.ts'
import type { Passkey } from '../../passkeys/passkey.ts'
import { aSession, aStart, start } from '../fixtures.ts'
import { addPasskey, aPasskey, aPasskeyChallenge, aPasskeyUse, passkeyChallengeHash } from './a-passkey.ts'
import { callers, crowd, isAnswer, losers, winnerOf } from './crowd.ts'
import type { Race, Round } from './race.ts'
import { anIdentity, later, liveIds, rotationOf, times } from './race-calls.ts'
import type { StoreCall } from './store-call.ts'

/** A passkey of the user of a round. */
async function addKey({ stores, user, unique }: Round, name: string, changes: Partial<Passkey> = {}): Promise<Passkey> {
  const key = aPasskey(unique(name), user, changes)
  await addPasskey(stores, key, user)
  return key
}

async function addChallenges({ stores, unique }: Round, ...names: readonly string[]): Promise<void> {
  for (const name of names) await stores.passkeys.insertChallenge(aPasskeyChallenge(unique(name)))
}

/** Signs in with a passkey and a challenge, into a session with this name. */
const signingIn = (
  { user, unique }: Round,
  key: Passkey,
  { name, challenge, counter }: { name: string; challenge: string; counter: number },
): StoreCall => ({
  store: 'passkeys',
  method: 'signIn',
  args: [
    {
      use: aPasskeyUse(key, unique(challenge), { counter, now: later }),
      start: aStart(aSession(unique(name), user)),
    },
  ],
  events: [],
})

/** Adds a passkey with a challenge, by the session of the round. */
const adding = ({ own, unique }: Round, passkey: Passkey, challenge: string, max = 1000): StoreCall => ({
  store: 'passkeys',
  method: 'add',
  args: [{ passkey, challenge: passkeyChallengeHash(unique(challenge)), token: own.tokenHash, max, now: start }],
  events: [],
})

const removing = ({ id, userId }: Passkey): StoreCall => ({
  store: 'passkeys',
  method: 'remove',
  args: [{ id, userId, usableProviders: [] }],
  events: [],
})

/** What two connections can break of the promises of passkeys. */
export const passkeyRaces: readonly Race[] = [
  {
    promise: 'one of two sign-ins with one passkey challenge is made',
    prepare: async (round) => {
      const [one, other] = [await addKey(round, 'one'), await addKey(round, 'other')]
      await addChallenges(round, 'asked')
      return {
        calls: [
          signingIn(round, one, { name: 'first', challenge: 'asked', counter: 2 }),
          signingIn(round, other, { name: 'second', challenge: 'asked', counter: 2 }),
        ],
        check: async (results) => {
          expect(times(results, 'challenge_ended')).toBe(1)
          const winner = isAnswer(results[0]) ? 'first' : 'second'
          expect((await liveIds(round)).toSorted()).toEqual([round.own.id, round.unique(winner)].toSorted())
        },
      }
    },
  },
  {
    promise: 'one of two sign-ins with one count of a passkey is made',
    prepare: async (round) => {
      const key = await addKey(round, 'key')
      await addChallenges(round, 'one', 'other')
      return {
        calls: ['one', 'other'].map((name) => signingIn(round, key, { name, challenge: name, counter: 2 })),
        check: async (results) => {
          expect(times(results, 'passkey_changed')).toBe(1)
          expect(await liveIds(round)).toHaveLength(2)
        },
      }
    },
  },
  {
    promise: 'a passkey signs in before its removal or not at all',
    prepare: async (round) => {
      const key = await addKey(round, 'key')
      await addChallenges(round, 'asked')
      return {
        calls: [signingIn(round, key, { name: 'new', challenge: 'asked', counter: 2 }), removing(key)],
        check: async ([signedIn, removed]) => {
          expect(removed).toBe('removed')
          expect(await liveIds(round)).toHaveLength(isAnswer(signedIn) ? 2 : 1)
          if (!isAnswer(signedIn)) expect(signedIn).toBe('passkey_changed')
        },
      }
    },
  },
  {
    promise: 'one of two step-ups with one passkey challenge is made',
    prepare: async (round) => {
      const key = await addKey(round, 'key', { counter: 0 })
      await addChallenges(round, 'asked')
      const steppingUp = (to: string): StoreCall => ({
        store: 'passkeys',
        method: 'stepUp',
        args: [
          {
            use: aPasskeyUse(key, round.unique('asked'), { counter: 0, now: later }),
            rotation: rotationOf(round.own, round.unique(to)),
          },
        ],
        events: [],
      })
      return {
        calls: [steppingUp('one'), steppingUp('other')],
        check: async (results) => {
          expect(times(results, 'stepped_up')).toBe(1)
          expect(await round.stores.sessions.findLive(round.own.tokenHash, later)).toBeNull()
        },
      }
    },
  },
  {
    promise: 'one of two users adds a credential',
    prepare: async (round) => {
      const { stores, user, unique } = round
      await addChallenges(round, 'one', 'other')
      const credentialId = unique('credential')
      return {
        calls: ['one', 'other'].map((name) => adding(round, aPasskey(unique(name), user, { credentialId }), name)),
        check: async (results) => {
          expect(new Set(results)).toEqual(new Set(['added', 'credential_taken']))
          expect(await stores.passkeys.listByUser(user.id)).toHaveLength(1)
        },
      }
    },
  },
  {
    promise: 'the last of a passkey and an identity stays when both are removed',
    prepare: async (round) => {
      const { stores, unique } = round
      const user = { ...round.user, id: unique('eve') as Round['user']['id'], email: `${unique('eve')}@example.com` }
      const identity = anIdentity({ ...round, user }, 'eves')
      const session = aSession(unique('eves'), user)
      await stores.identities.signUp({ user, identity, start: aStart(session) }, () => [])
      const key = aPasskey(unique('eves'), user)
      await addPasskey(stores, key, user)
      const usable = { usableProviders: ['google'], usablePasskeys: true }
      return {
        calls: [
          { store: 'passkeys', method: 'remove', args: [{ id: key.id, userId: user.id, ...usable }], events: [] },
          {
            store: 'identities',
            method: 'remove',
            args: [{ id: identity.id, userId: user.id, ...usable }],
            events: [],
          },
        ],
        check: async (results) => {
          expect(new Set(results)).toEqual(new Set(['removed', 'last_sign_in_method']))
        },
      }
    },
  },
]

/** The same of twenty callers. */
export const passkeyCrowdRaces: readonly Race[] = [
  {
    promise: 'one of twenty answers to a passkey challenge signs in',
    prepare: async (round) => {
      const key = await addKey(round, 'key', { counter: 0 })
      await addChallenges(round, 'asked')
      return {
        calls: crowd((caller) => signingIn(round, key, { name: `new-${caller}`, challenge: 'asked', counter: 0 })),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect(times(results, 'challenge_ended')).toBe(losers)
          expect((await liveIds(round)).toSorted()).toEqual([round.own.id, round.unique(`new-${winner}`)].toSorted())
        },
      }
    },
  },
  {
    promise: 'a passkey counts forward through twenty sign-ins, each count once',
    prepare: async (round) => {
      const key = await addKey(round, 'key')
      await addChallenges(round, ...callers.map((caller) => `asked-${caller}`))
      // Two callers for each count.
      const counterOf = (caller: number): number => 2 + Math.floor(caller / 2)
      return {
        calls: crowd((caller) =>
          signingIn(round, key, { name: `new-${caller}`, challenge: `asked-${caller}`, counter: counterOf(caller) }),
        ),
        check: async (results) => {
          const made = callers.filter((caller) => isAnswer(results[caller])).map(counterOf)
          expect(new Set(made).size).toBe(made.length)
          expect(times(results, 'passkey_changed')).toBe(callers.length - made.length)
          const [stored] = await round.stores.passkeys.listByUser(round.user.id)
          expect(stored?.counter).toBe(counterOf(losers))
        },
      }
    },
  },
  {
    promise: 'twenty additions leave a user as many passkeys as one may have',
    prepare: async (round) => {
      const { stores, user, unique } = round
      await addChallenges(round, ...callers.map((caller) => `asked-${caller}`))
      return {
        calls: crowd((caller) => adding(round, aPasskey(unique(`key-${caller}`), user), `asked-${caller}`, 5)),
        check: async (results) => {
          expect(times(results, 'added')).toBe(5)
          expect(times(results, 'too_many')).toBe(callers.length - 5)
          expect(await stores.passkeys.listByUser(user.id)).toHaveLength(5)
        },
      }
    },
  },
  {
    promise: 'no passkey is added by a session after it was ended by one of twenty',
    prepare: async (round) => {
      const { stores, user, own, unique } = round
      await addChallenges(round, ...callers.map((caller) => `asked-${caller}`))
      const ending = { at: after(start, 1), reason: 'ended_by_user', by: null }
      return {
        calls: crowd((caller) =>
          caller === 10
            ? { store: 'sessions', method: 'end', args: [{ id: own.id, userId: user.id }, ending], events: [] }
            : adding(round, aPasskey(unique(`key-${caller}`), user), `asked-${caller}`),
        ),
        check: async (results) => {
          const added = times(results, 'added')
          expect(added + times(results, 'session_ended')).toBe(losers)
          expect(await stores.passkeys.listByUser(user.id)).toHaveLength(added)
        },
      }
    },
  },
]
