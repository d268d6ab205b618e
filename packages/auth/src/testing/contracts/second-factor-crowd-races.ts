import { expect } from 'vitest'
import type { FactorUse } from '../../second-factors/second-factor.ts'
import { type SignInAttempt, triesPerAttempt } from '../../sessions/sign-in-attempt.ts'
import { addTwoStep, anAttempt } from './a-second-factor.ts'
import { callers, crowd, isAnswer, isTrue, losers, winnerOf } from './crowd.ts'
import type { Race, Round } from './race.ts'
import { liveIds, times } from './race-calls.ts'
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

/** Stores a sign-in for each of twenty callers, that waits for the second factor of the user of a round. */
async function addAttemptOfEach(round: Round): Promise<(caller: number) => SignInAttempt> {
  await addTwoStep(round.stores, round.user)
  const attempts: SignInAttempt[] = []
  for (const caller of callers) attempts.push(await addAttempt(round, `asked-${caller}`))
  return (caller) => attempts[caller] ?? anAttempt('none', round.user)
}

/** Twenty callers complete each a sign-in of their own, with one code. */
const completionsWith = (useOf: (round: Round) => FactorUse): Race['prepare'] => {
  return async (round) => {
    const attemptOf = await addAttemptOfEach(round)
    const use = useOf(round)
    return {
      calls: crowd((caller) => completing(round, attemptOf(caller), { use, name: `by-${caller}` })),
      check: async (results) => {
        const winner = winnerOf(results, isAnswer)
        expect(times(results, 'code_used')).toBe(losers)
        expect((await liveIds(round)).toSorted()).toEqual([round.own.id, round.unique(`by-${winner}`)].toSorted())
        for (const caller of callers) {
          const left = await round.stores.secondFactors.findAttempt(attemptOf(caller).tokenHash)
          expect(left === null).toBe(caller === winner)
        }
      },
    }
  }
}

/** What twenty callers can break of the promises of second factors. */
export const secondFactorCrowdRaces: readonly Race[] = [
  {
    promise: 'one of twenty sign-ins is completed with one code of an authenticator app',
    prepare: completionsWith((round) => stepOf(round, 101)),
  },
  {
    promise: 'one of twenty sign-ins is completed with one recovery code',
    prepare: completionsWith((round) => codeOf(round, 'B')),
  },
  {
    promise: 'one of twenty sessions starts from one attempt, and no other code is used up',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const attempt = await addAttempt(round, 'asked')
      const useOf = (caller: number) => (caller % 4 < 2 ? codeOf(round, 'B') : stepOf(round, 101 + caller))
      return {
        calls: crowd((caller) => completing(round, attempt, { use: useOf(caller), name: `by-${caller}` })),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect(times(results, 'attempt_ended')).toBe(losers)
          expect((await liveIds(round)).toSorted()).toEqual([round.own.id, round.unique(`by-${winner}`)].toSorted())
          const isByCode = winner % 4 < 2
          const { secondFactors } = round.stores
          expect((await secondFactors.findTotp(round.user.id))?.lastStep).toBe(isByCode ? 100 : 101 + winner)
          expect((await secondFactors.findState(round.user.id)).recoveryCodesLeft).toBe(isByCode ? 1 : 2)
        },
      }
    },
  },
  {
    promise: 'a code of an authenticator app completes one of ten sign-ins, or steps the session up once',
    prepare: async (round) => {
      const attemptOf = await addAttemptOfEach(round)
      const use = stepOf(round, 101)
      return {
        calls: crowd((caller) =>
          caller % 4 < 2
            ? completing(round, attemptOf(caller), { use, name: `by-${caller}` })
            : steppingUp(round, use, `next-${caller}`),
        ),
        check: async (results) => {
          const winner = winnerOf(results, (result) => isTrue(result) || isAnswer(result))
          const isSignIn = winner % 4 < 2
          expect(times(results, 'code_used')).toBe(isSignIn ? 9 : 10)
          expect(times(results, false)).toBe(isSignIn ? 10 : 9)
          expect(await liveIds(round)).toHaveLength(isSignIn ? 2 : 1)
        },
      }
    },
  },
  {
    promise: 'one of twenty authenticator apps is added, with its own recovery codes',
    prepare: async (round) => ({
      calls: crowd((caller) => addingTotp(round, `${caller}`)),
      check: async (results) => {
        const winner = winnerOf(results, (result) => result === 'added')
        expect(times(results, 'has_totp')).toBe(losers)
        const { secondFactors } = round.stores
        expect((await secondFactors.findTotp(round.user.id))?.sealedSecret).toBe(round.unique(`${winner}`))
        expect((await secondFactors.findRecoveryCode(round.user.id, 'B'))?.hash).toBe(`${winner}`)
        expect((await secondFactors.findState(round.user.id)).recoveryCodesLeft).toBe(2)
      },
    }),
  },
  {
    promise: 'ten sessions that a second factor is asked for start before an authenticator app is added, or none',
    prepare: async (round) => ({
      calls: crowd((caller) =>
        caller % 4 < 2 ? addingTotp(round, `${caller}`) : startAsking(round, `start-${caller}`),
      ),
      check: async (results) => {
        // A session that starts before ends the one that adds the app.
        const isAdded = results.includes('added')
        expect(times(results, 'added')).toBe(isAdded ? 1 : 0)
        expect(times(results, isAdded ? 'has_totp' : 'session_ended')).toBe(isAdded ? 9 : 10)
        const started = results.filter(isAnswer) as readonly { readonly attempt: unknown }[]
        expect(started.filter(({ attempt }) => attempt !== null)).toHaveLength(isAdded ? 10 : 0)
        const live = await liveIds(round)
        expect(live).toHaveLength(isAdded ? 1 : 10)
        expect(live.includes(round.own.id)).toBe(isAdded)
      },
    }),
  },
  {
    promise: 'one of twenty removals of an authenticator app is made',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      return {
        calls: crowd(() => removingTotp(round)),
        check: async (results) => expect([times(results, true), times(results, false)]).toEqual([1, losers]),
      }
    },
  },
  {
    promise: 'as many of twenty tries are counted as an attempt may have',
    prepare: async (round) => {
      await addTwoStep(round.stores, round.user)
      const { id } = await addAttempt(round, 'asked')
      return {
        calls: crowd(() => ({ store: 'secondFactors', method: 'countTry', args: [id, triesPerAttempt] })),
        check: async (results) => expect(times(results, true)).toBe(triesPerAttempt),
      }
    },
  },
]
