import { expect } from 'vitest'
import type { StartedSession } from '../../sessions/session-store.ts'
import { addTwoStep, anAttempt, aTrustedDevice } from './a-second-factor.ts'
import { addChallenge, reclaiming } from './challenge-calls.ts'
import { isAnswer } from './crowd.ts'
import type { Race } from './race.ts'
import { later, liveIds, times } from './race-calls.ts'
import {
  addAttempt,
  addingTotp,
  codeOf,
  completing,
  removingTotp,
  startAsking,
  stepOf,
  steppingUp,
} from './second-factor-calls.ts'

/** What two connections can break of the promises of second factors. */
export const secondFactorRaces: readonly Race[] = [
  {
    promise: 'one of two sign-ins is completed with one code of an authenticator app',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const [one, other] = [await addAttempt(round, 'one'), await addAttempt(round, 'other')]
      const use = stepOf(round, 101)
      return {
        calls: [completing(round, one, { use, name: 'first' }), completing(round, other, { use, name: 'second' })],
        check: async (results) => {
          expect(times(results, 'code_used')).toBe(1)
          const [winner, loser] = isAnswer(results[0]) ? ['first', other] : ['second', one]
          expect((await liveIds(round)).toSorted()).toEqual([round.own.id, round.unique(winner)].toSorted())
          expect(await round.stores.secondFactors.findAttempt(loser.tokenHash)).toEqual(loser)
        },
      }
    },
  },
  {
    promise: 'one of two sign-ins is completed with one recovery code',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const [one, other] = [await addAttempt(round, 'one'), await addAttempt(round, 'other')]
      const use = codeOf(round, 'B')
      return {
        calls: [completing(round, one, { use, name: 'first' }), completing(round, other, { use, name: 'second' })],
        check: async (results) => {
          expect(times(results, 'code_used')).toBe(1)
          expect(await liveIds(round)).toHaveLength(2)
          expect((await round.stores.secondFactors.findState(round.user.id)).recoveryCodesLeft).toBe(1)
        },
      }
    },
  },
  {
    promise: 'one of two sessions starts from one attempt, and the code of the other is not used up',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const attempt = await addAttempt(round, 'asked')
      return {
        calls: [
          completing(round, attempt, { use: stepOf(round, 101), name: 'by-app' }),
          completing(round, attempt, { use: codeOf(round, 'B'), name: 'by-code' }),
        ],
        check: async (results) => {
          expect(times(results, 'attempt_ended')).toBe(1)
          const isByApp = isAnswer(results[0])
          expect(await liveIds(round)).toContain(round.unique(isByApp ? 'by-app' : 'by-code'))
          expect(await liveIds(round)).toHaveLength(2)
          const { secondFactors } = round.stores
          expect((await secondFactors.findTotp(round.user.id))?.lastStep).toBe(isByApp ? 101 : 100)
          expect((await secondFactors.findState(round.user.id)).recoveryCodesLeft).toBe(isByApp ? 2 : 1)
        },
      }
    },
  },
  {
    promise: 'two sign-ins that are completed leave the user within the limit',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const [one, other] = [await addAttempt(round, 'one'), await addAttempt(round, 'other')]
      return {
        calls: [
          completing(round, one, { use: codeOf(round, 'B'), name: 'first', max: 1 }),
          completing(round, other, { use: codeOf(round, 'C'), name: 'second', max: 1 }),
        ],
        check: async (results) => {
          const live = await liveIds(round)
          expect(live).toHaveLength(1)
          const ended = (results as readonly StartedSession[]).flatMap(({ beyondLimit }) =>
            beyondLimit.map(({ id }): string => id),
          )
          const all = [round.own.id, round.unique('first'), round.unique('second')]
          expect([...live, ...ended].toSorted()).toEqual(all.toSorted())
        },
      }
    },
  },
  {
    promise: 'a code of an authenticator app completes a sign-in, or steps a session up',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const attempt = await addAttempt(round, 'asked')
      const use = stepOf(round, 101)
      return {
        calls: [completing(round, attempt, { use, name: 'new' }), steppingUp(round, use, 'next')],
        check: async ([completed, steppedUp]) => {
          expect(steppedUp).toBe(!isAnswer(completed))
          if (!isAnswer(completed)) expect(completed).toBe('code_used')
          expect(await liveIds(round)).toHaveLength(isAnswer(completed) ? 2 : 1)
        },
      }
    },
  },
  {
    promise: 'one of two authenticator apps is added, with its own recovery codes',
    prepare: async (round) => ({
      calls: [addingTotp(round, 'one'), addingTotp(round, 'other')],
      check: async (results) => {
        expect([times(results, 'added'), times(results, 'has_totp')]).toEqual([1, 1])
        const { secondFactors } = round.stores
        const winner = results[0] === 'added' ? 'one' : 'other'
        expect((await secondFactors.findTotp(round.user.id))?.sealedSecret).toBe(round.unique(winner))
        expect((await secondFactors.findRecoveryCode(round.user.id, 'B'))?.hash).toBe(winner)
        expect((await secondFactors.findState(round.user.id)).recoveryCodesLeft).toBe(2)
      },
    }),
  },
  {
    promise: 'no session that a second factor is asked for starts after an authenticator app was added',
    prepare: async (round) => ({
      calls: [addingTotp(round, 'app'), startAsking(round, 'new')],
      check: async ([added, started]) => {
        // A session that starts before ends the one that adds the app.
        const isAdded = added === 'added'
        expect(added).toBe(isAdded ? 'added' : 'session_ended')
        expect(started).toMatchObject({ attempt: isAdded ? { id: round.unique('new') } : null })
        expect(await liveIds(round)).toEqual([isAdded ? round.own.id : round.unique('new')])
        expect((await round.stores.secondFactors.findTotp(round.user.id)) !== null).toBe(isAdded)
      },
    }),
  },
  {
    promise: 'nothing that an authenticator app made possible outlives it',
    prepare: async (round) => {
      const { stores, user, unique } = round
      await addTwoStep(stores, user)
      const attempt = await addAttempt(round, 'asked')
      const trust = aTrustedDevice(unique('laptop'), user)
      return {
        calls: [removingTotp(round), completing(round, attempt, { use: stepOf(round, 101), name: 'new', trust })],
        check: async ([removed, completed]) => {
          expect(removed).toBe(true)
          if (!isAnswer(completed)) expect(completed).toBe('attempt_ended')
          expect(await liveIds(round)).toHaveLength(isAnswer(completed) ? 2 : 1)
          expect(await stores.secondFactors.findState(user.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
          expect(await stores.secondFactors.listTrustedDevices(user.id, later)).toEqual([])
          expect(await stores.secondFactors.findAttempt(attempt.tokenHash)).toBeNull()
        },
      }
    },
  },
  {
    promise: 'no attempt outlives the authenticator app that it waits for',
    prepare: async (round) => {
      const { stores, user, unique } = round
      await addTwoStep(stores, user)
      return {
        calls: [removingTotp(round), startAsking(round, 'new')],
        check: async ([removed, started]) => {
          expect(removed).toBe(true)
          const isWaiting = (started as { readonly attempt: unknown }).attempt !== null
          expect(await liveIds(round)).toEqual([isWaiting ? round.own.id : unique('new')])
          expect(await stores.secondFactors.findAttempt(anAttempt(unique('new'), user).tokenHash)).toBeNull()
        },
      }
    },
  },
  {
    promise: 'no authenticator app that an earlier session adds outlives a reclaim',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      return {
        calls: [reclaiming(round, challenge, 'reclaimed'), addingTotp(round, 'app')],
        check: async ([, added]) => {
          expect(['added', 'session_ended']).toContain(added)
          expect(await round.stores.secondFactors.findTotp(round.user.id)).toBeNull()
          expect(await liveIds(round)).toEqual([round.unique('reclaimed')])
        },
      }
    },
  },
]
