import { expect } from 'vitest'
import { type Challenge, triesPerChallenge } from '../../challenges/challenge.ts'
import type { ClaimedMail } from '../../mail/outbox-store.ts'
import { addSession, addUser, aSession, aStart, aUser, start } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail, aNoticedEvent } from './a-mail.ts'
import { addChallenge, changing, claiming, proving, reclaiming, resetting } from './challenge-calls.ts'
import { callers, crowd, isAnswer, losers, winnerOf } from './crowd.ts'
import type { Race } from './race.ts'
import { later, liveIds, times } from './race-calls.ts'

/** What twenty callers can break of the promises of challenges and of the outbox. */
export const challengeCrowdRaces: readonly Race[] = [
  {
    promise: 'one of twenty changes with one challenge is made',
    prepare: async (round) => {
      const challenge = await addChallenge(round, 'asked')
      const change = (caller: number) => {
        if (caller % 4 < 2) return reclaiming(round, challenge, `by-${caller}`)
        return caller % 8 < 4 ? resetting(round, challenge, `by-${caller}`) : proving(round, challenge)
      }
      return {
        calls: crowd(change),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect(times(results, 'consumed')).toBe(losers)
          const isProof = winner % 4 >= 2 && winner % 8 >= 4
          expect(await round.stores.passwords.findHash(round.user.id)).toBe(isProof ? 'hash' : `by-${winner}`)
          const live = isProof ? [round.own.id] : winner % 4 < 2 ? [round.unique(`by-${winner}`)] : []
          expect(await liveIds(round)).toEqual(live)
        },
      }
    },
  },
  {
    promise: 'one of twenty sign-ups with one challenge is made',
    prepare: async (round) => {
      const { stores, unique } = round
      const challenge = await addChallenge(round, 'asked', { userId: null, email: `${unique('new')}@example.com` })
      const users = callers.map((caller) => aUser(unique(`new-${caller}`)))
      return {
        calls: crowd((caller) => {
          const user = users[caller] ?? round.user
          const begun = aStart(aSession(unique(`session-${caller}`), user))
          const signUp = { id: challenge.id, now: later, user, passwordHash: null, start: begun, keep: false }
          return { store: 'challenges', method: 'signUp', args: [signUp], events: [] }
        }),
        check: async (results) => {
          const winner = winnerOf(results, isAnswer)
          expect(times(results, 'consumed')).toBe(losers)
          for (const [caller, { email }] of users.entries()) {
            expect((await stores.users.findByEmail(email)) !== null).toBe(caller === winner)
          }
        },
      }
    },
  },
  {
    promise: 'an address goes to one of twenty users who change to it',
    prepare: async (round) => {
      const { stores, unique } = round
      const email = `${unique('wanted')}@example.com`
      const rounds = callers.map((caller) => {
        const user = aUser(unique(`new-${caller}`))
        return { ...round, user, own: aSession(unique(`own-${caller}`), user) }
      })
      const challenges: Challenge[] = []
      for (const [caller, each] of rounds.entries()) {
        await addUser(stores, each.user)
        await addSession(stores, each.own)
        challenges.push(
          await addChallenge(each, `asked-${caller}`, { kind: 'change_email', email, sessionId: each.own.id }),
        )
      }
      return {
        calls: crowd((caller) =>
          changing(rounds[caller] ?? round, challenges[caller] ?? aChallenge('none'), `${caller}`),
        ),
        check: async (results) => {
          const winner = winnerOf(results, (result) => result === 'changed')
          expect(times(results, 'email_taken')).toBe(losers)
          expect(await stores.users.findByEmail(email)).toMatchObject({ id: rounds[winner]?.user.id })
        },
      }
    },
  },
  {
    promise: 'as many of twenty tries are counted as a challenge may have',
    prepare: async (round) => {
      const { id } = await addChallenge(round, 'asked')
      return {
        calls: crowd(() => ({ store: 'challenges', method: 'countTry', args: [id, triesPerChallenge] })),
        check: async (results) => expect(times(results, true)).toBe(triesPerChallenge),
      }
    },
  },
  {
    promise: 'of twenty challenges that one user asks for in their sessions one is left',
    prepare: async (round) => {
      const { stores, user, own, unique } = round
      return {
        calls: crowd((caller) => {
          const asked = { kind: 'change_email', userId: user.id, sessionId: own.id } as const
          const challenge = aChallenge(unique(`${caller}`), asked)
          return { store: 'challenges', method: 'create', args: [challenge, aMail(unique(`mail-${caller}`))] }
        }),
        check: async () => {
          const found = await Promise.all(
            callers.map((caller) => stores.challenges.find(aChallenge(unique(`${caller}`)).id)),
          )
          expect(found.filter((challenge) => challenge !== null)).toHaveLength(1)
        },
      }
    },
  },
  {
    promise: 'one of twenty claims gets a mail',
    prepare: async (round) => {
      await addChallenge(round, 'asked')
      return {
        calls: crowd(() => claiming),
        check: async (results) => {
          const mails = (results as readonly (readonly ClaimedMail[])[]).flat()
          const ids = mails.flatMap((mail) => mail.ids as readonly string[])
          expect(ids.filter((id) => id === round.unique('mail-asked'))).toHaveLength(1)
          expect(new Set(ids).size).toBe(ids.length)
        },
      }
    },
  },
  {
    promise: 'ten claims give the notices of one user in one mail, whatever is stored meanwhile',
    prepare: async ({ stores, unique }) => {
      const user = { ...aUser(unique('proven')), emailProvenAt: start }
      await addUser(stores, user)
      await stores.events.append([aNoticedEvent(user.id, unique('00'), 'new_sign_in', start)])
      return {
        calls: crowd((caller) =>
          caller % 4 < 2
            ? claiming
            : {
                store: 'events',
                method: 'append',
                args: [[aNoticedEvent(user.id, unique(`1${caller}`), 'new_sign_in', start)]],
              },
        ),
        check: async (results) => {
          const mails = results.flatMap((result) => (Array.isArray(result) ? (result as readonly ClaimedMail[]) : []))
          const told = mails.filter((mail) => 'userId' in mail && mail.userId === user.id)
          expect(told).toHaveLength(1)
          expect(told[0]?.ids[0]).toBe(unique('00'))
        },
      }
    },
  },
]
