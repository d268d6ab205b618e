import type { Challenge } from '../../challenges/challenge.ts'
import type { ClaimedMail } from '../../mail/outbox-store.ts'
import { expect } from 'vitest'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail, aNoticedEvent } from './a-mail.ts'
import {
  addChallenge,
  changing,
  claiming,
  proving,
  reclaiming,
  resetting,
  signingUp,
  undoing,
} from './challenge-calls.ts'
import { isAnswer } from './crowd.ts'
import type { Race } from './race.ts'
import { aCode, anIdentity, later, liveIds, redemption, times } from './race-calls.ts'
import type { StoreCall } from './store-call.ts'

/** What two connections can break of the promises of challenges and of the outbox. */
export const challengeRaces: readonly Race[] = [
  {
    promise: 'one of two changes with one challenge is made',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      return {
        calls: [reclaiming(round, challenge, 'reclaimed'), resetting(round, challenge, 'reset')],
        check: async (results) => {
          expect(times(results, 'consumed')).toBe(1)
          const isReset = isAnswer(results[1])
          expect(await round.stores.passwords.findHash(round.user.id)).toBe(isReset ? 'reset' : 'reclaimed')
          expect(await liveIds(round)).toEqual(isReset ? [] : [round.unique('reclaimed')])
        },
      }
    },
  },
  {
    promise: 'of two sign-ins with challenges of their own one takes an unproven account back',
    prepare: async (round) => {
      const [one, other] = [
        await addChallenge(round, 'one', { userId: null }),
        await addChallenge(round, 'other', { userId: null }),
      ]
      return {
        calls: [reclaiming(round, one, 'first'), reclaiming(round, other, 'second')],
        check: async (results) => {
          expect(times(results, 'changed')).toBe(1)
          expect(await liveIds(round)).toEqual([round.unique(isAnswer(results[0]) ? 'first' : 'second')])
        },
      }
    },
  },
  {
    promise: 'an address is proven, or its account is taken back',
    prepare: async (round) => {
      const [one, other] = [await addChallenge(round, 'one'), await addChallenge(round, 'other', { userId: null })]
      return {
        calls: [proving(round, one), reclaiming(round, other, 'reclaimed')],
        check: async ([proof, outcome]) => {
          const isReclaimed = isAnswer(outcome)
          expect([proof, outcome]).toContain(isReclaimed ? 'consumed' : 'changed')
          expect(await liveIds(round)).toEqual([isReclaimed ? round.unique('reclaimed') : round.own.id])
        },
      }
    },
  },
  {
    promise: 'no session that starts with the old password outlives a reset',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      const signIn = { userId: round.user.id, hash: 'hash', start: aStart(aSession(round.unique('late'), round.user)) }
      return {
        calls: [
          resetting(round, challenge, 'reset'),
          { store: 'passwords', method: 'signIn', args: [signIn], events: [] },
        ],
        check: async () => expect(await liveIds(round)).toEqual([]),
      }
    },
  },
  {
    promise: 'no identity that is linked by an earlier session outlives a reclaim',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      const link: StoreCall = {
        store: 'identities',
        method: 'link',
        args: [{ identity: anIdentity(round, '1'), token: round.own.tokenHash, now: later }],
        events: [],
      }
      return {
        calls: [reclaiming(round, challenge, 'reclaimed'), link],
        check: async () => {
          expect(await round.stores.identities.listByUser(round.user.id)).toEqual([])
          expect(await liveIds(round)).toEqual([round.unique('reclaimed')])
        },
      }
    },
  },
  {
    promise: 'no client session of a grant that an earlier session approved outlives a reclaim',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      const code = aCode(round)
      await round.stores.grants.insertApproved(code, round.own.tokenHash, noEvents)
      return {
        calls: [reclaiming(round, challenge, 'reclaimed'), redemption(round, code, 'client')],
        check: async () => expect(await liveIds(round)).toEqual([round.unique('reclaimed')]),
      }
    },
  },
  {
    promise: 'an address goes to the user who changes to it, or to the one who signs up with it',
    prepare: async (round) => {
      const email = `${round.unique('wanted')}@example.com`
      const own = { kind: 'change_email', email, sessionId: round.own.id } as const
      const challenge = await addChallenge(round, 'asked', own)
      const user = { ...aUser(round.unique('eve')), email }
      const replaces = {
        target: round.own,
        ending: { at: later, reason: 'replaced', by: null },
      } as const
      const begun = aStart(aSession(round.unique('eves'), user), { replaces })
      const signUp: StoreCall = {
        store: 'passwords',
        method: 'signUp',
        args: [{ user, hash: 'hash', start: begun }],
        events: [],
      }
      return {
        calls: [changing(round, challenge, 'one'), signUp],
        check: async ([change, outcome]) => {
          const isChanged = change === 'changed'
          expect(outcome === 'email_taken').toBe(isChanged)
          expect(await round.stores.users.findByEmail(email)).toMatchObject({ id: isChanged ? round.user.id : user.id })
        },
      }
    },
  },
  {
    promise: 'no user without a proof gets an address while its change is under way',
    prepare: async (round) => {
      const { stores, unique } = round
      const proven = { ...round, user: { ...aUser(unique('proven')), emailProvenAt: start } }
      const own = aSession(unique('own of proven'), proven.user)
      await addUser(stores, proven.user)
      await addSession(stores, own)
      const wanted = { kind: 'change_email', email: `${unique('wanted')}@example.com`, sessionId: own.id } as const
      const change = await addChallenge(proven, 'change', wanted)
      const { email } = proven.user
      const sign = (name: string) => ({ ...aUser(unique(name)), email })
      const mailed = await addChallenge(round, 'mailed', { userId: null, email })
      const byMail: StoreCall = signingUp(round, mailed, sign('by mail'))
      const byProvider: StoreCall = {
        store: 'identities',
        method: 'signUp',
        args: [
          {
            user: sign('by provider'),
            identity: anIdentity({ ...round, user: sign('by provider') }, '1'),
            start: aStart(aSession(unique('provided'), sign('by provider'))),
          },
        ],
        events: [],
      }
      return {
        calls: [changing({ ...proven, own }, change, 'one'), round.index % 2 === 0 ? byMail : byProvider],
        check: async ([changed, signedUp]) => {
          expect(changed).toBe('changed')
          expect(['email_taken', 'email_reserved']).toContain(signedUp)
          expect(await stores.users.findByEmail(email)).toBeNull()
        },
      }
    },
  },
  {
    promise: 'an address is not changed by a session that an undo ends',
    prepare: async (round) => {
      const earlier = `${round.unique('earlier')}@example.com`
      const undo = await addChallenge(round, 'undo', { kind: 'undo_email_change', email: earlier })
      const wanted = `${round.unique('wanted')}@example.com`
      const own = { kind: 'change_email', email: wanted, sessionId: round.own.id } as const
      const challenge = await addChallenge(round, 'asked', own)
      return {
        calls: [undoing(round, undo), changing(round, challenge, 'one')],
        check: async ([outcome, change]) => {
          expect(outcome).toEqual({ ended: [{ id: round.own.id, name: 'Chrome on macOS' }] })
          expect(['changed', 'consumed', 'session_ended']).toContain(change)
          expect(await round.stores.users.findByEmail(earlier)).toMatchObject({ id: round.user.id })
          expect(await round.stores.users.findByEmail(wanted)).toBeNull()
        },
      }
    },
  },
  {
    promise: 'of two challenges that one browser asks for one is left',
    prepare: async (round) => {
      const { stores, unique } = round
      const { browserHash } = await addChallenge(round, 'first')
      const [one, other] = [aChallenge(unique('one'), { browserHash }), aChallenge(unique('other'), { browserHash })]
      const create = (challenge: Challenge): StoreCall => ({
        store: 'challenges',
        method: 'create',
        args: [challenge, aMail(`mail-${challenge.id}`)],
      })
      return {
        calls: [create(one), create(other)],
        check: async () => {
          const ids = [aChallenge(unique('first')).id, one.id, other.id]
          const found = await Promise.all(ids.map((id) => stores.challenges.find(id)))
          expect(found.filter((challenge) => challenge !== null)).toHaveLength(1)
        },
      }
    },
  },
  {
    promise: 'a notice that is stored while another one is claimed is in no second mail',
    prepare: async ({ stores, unique }) => {
      const user = { ...aUser(unique('proven')), emailProvenAt: start }
      await addUser(stores, user)
      await stores.events.append([aNoticedEvent(user.id, unique('0-first'), 'new_sign_in', start)])
      const append: StoreCall = {
        store: 'events',
        method: 'append',
        args: [[aNoticedEvent(user.id, unique('1-second'), 'new_sign_in', start)]],
      }
      return {
        calls: [claiming, append],
        check: async ([claimed]) => {
          const again = await stores.outbox.claim({ now: later, until: later, limit: 100_000 })
          const mails = [...(claimed as readonly ClaimedMail[]), ...again]
          const told = mails.filter((mail) => 'userId' in mail && mail.userId === user.id)
          expect(told.map(({ ids }) => ids[0])).toEqual([unique('0-first')])
        },
      }
    },
  },
]
