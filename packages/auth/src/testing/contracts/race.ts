import type { AuthStores } from '../../auth-stores.ts'
import type { Session } from '../../sessions/session.ts'
import type { User } from '../../users/user.ts'
import { addSession, addUser, aSession, aUser } from '../fixtures.ts'
import type { StoreCall } from './store-call.ts'

/** Connections of several processes to one database that can make calls at the same moment. */
export interface Racers {
  /** For what comes before and after a race. */
  readonly stores: AuthStores
  /** Makes all calls at once, two that follow each other from different processes; returns what they return, in order. */
  race(calls: readonly StoreCall[]): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** One round of a race: a user of its own, and what the calls and the checks need to name. */
export interface Round {
  readonly index: number
  readonly stores: AuthStores
  readonly user: User
  /** A session of the user that is live. */
  readonly own: Session
  /** Returns an id that no other round uses. */
  readonly unique: (name: string) => string
}

/** Calls at one moment, and what must hold of their results afterwards. */
export interface Race {
  readonly promise: string
  /** Prepares a round; returns the calls, and the check. */
  readonly prepare: (round: Round) => Promise<{
    readonly calls: readonly StoreCall[]
    readonly check: (results: readonly unknown[]) => Promise<void>
  }>
}

/** Runs a race so many times, each with a user of its own. The prefix tells the race from all others. */
export async function runRace(racers: Racers, { prepare }: Race, prefix: string, rounds: number): Promise<void> {
  const { stores } = racers
  for (let index = 0; index < rounds; index += 1) {
    const unique = (part: string) => `${part}-${prefix}-${index}`
    const user = aUser(unique('ada'))
    const own = aSession(unique('own'), user)
    await addUser(stores, user)
    await addSession(stores, own)
    const { calls, check } = await prepare({ index, stores, user, own, unique })
    await check(await racers.race(calls))
  }
}
