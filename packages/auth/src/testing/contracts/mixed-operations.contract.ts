import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { overdueEnding } from '../../sessions/session-lifetime.ts'
import type { Choose, MakeOperation, Operation } from '../mixed/mixed-operation.ts'
import { mixedOperations } from '../mixed/mixed-operations.ts'
import { nameOfUse, stepsAfter, useOfCode } from '../mixed/mixed-second-factor-operations.ts'
import { type Account, maxSessions, MixedWorld } from '../mixed/mixed-world.ts'
import type { Racers } from './race.ts'

/** How many calls are made at once. */
const batchSize = 40

/** Every method of every store. */
const methods: readonly (readonly [string, MakeOperation])[] = Object.entries(mixedOperations).flatMap(
  ([store, makers]) => Object.entries(makers).map(([method, make]) => [`${store}.${method}`, make] as const),
)

/** How often a method is chosen for each time of the others: what others consume, they would seldom find else. */
const weights: Readonly<Record<string, number>> = {
  'challenges.create': 8,
  'sessions.start': 5,
  'secondFactors.addTotp': 4,
  'secondFactors.complete': 3,
}

const chosenFrom = methods.flatMap((method) => Array.from({ length: weights[method[0]] ?? 1 }, () => method))

/** Which method is called, and numbers that choose its arguments. */
const plan = fc.record({
  method: fc.constantFrom(...chosenFrom),
  numbers: fc.array(fc.noBias(fc.nat(0xffff)), { minLength: 24, maxLength: 24 }),
})

/** Returns a choice for each number, in turn. */
function chooseBy(numbers: readonly number[]): Choose {
  let turn = 0
  return (choices) => {
    const number = numbers[turn % numbers.length] ?? 0
    turn += 1
    const [choice] = choices.slice(number % choices.length)
    if (choice === undefined) throw new Error('there is nothing to choose')
    return choice
  }
}

/** What must hold of a user whenever no call is under way. */
function checkAccount(account: Account, { ledger, withoutMethod }: MixedWorld): void {
  const { user, hash, sessions, identities, passkeys, totp, recoveryCodes } = account
  expect(sessions.length, `the live sessions of ${user.id}`).toBeLessThanOrEqual(maxSessions)
  const hasMethod = hash !== null || identities.length > 0 || passkeys.length > 0 || withoutMethod.has(user.id)
  expect(hasMethod, `${user.id} has a sign-in method`).toBe(true)
  for (const session of sessions) {
    expect(ledger.has('ending', session.id), `${session.id} was ended, and is live`).toBe(false)
    expect(ledger.has('rotation', session.tokenHash), `a token of ${session.id} was replaced, and works`).toBe(false)
    expect(ledger.hadToken(session), `the token of ${session.id} is one that it was given`).toBe(true)
  }
  for (const use of [...(totp === null ? [] : stepsAfter(totp)), ...recoveryCodes.map(useOfCode)]) {
    expect(ledger.has('factor', nameOfUse(use)), `${nameOfUse(use)} of ${user.id} was used, and works`).toBe(false)
  }
  if (hash !== null) expect(ledger.has('hash', hash), `the hash of ${user.id} was replaced, and is stored`).toBe(false)
}

/** What must hold once all calls were made. */
async function checkEnd({ stores, ledger, users, now }: MixedWorld): Promise<void> {
  for (const token of ledger.deadTokens) {
    expect(await stores.sessions.findLive(token, now), 'a token that is over').toBeNull()
  }
  for (const session of ledger.started.values()) {
    const ended = await stores.sessions.findEnded(session.id, now)
    // Deleted, or live.
    if (ended === null) continue
    const isOver = ledger.has('ending', session.id) || overdueEnding(ended, now) !== null
    expect(isOver, `${session.id} has ended, and a caller was told`).toBe(true)
  }
  const stored = new Set<string>()
  for (const { id: userId } of users) {
    const found = await stores.events.list({ userId, category: null, before: null, limit: 100_000 })
    for (const { id } of found) if (!ledger.openEvents.has(id)) stored.add(id)
  }
  expect(stored).toEqual(ledger.storedEvents)
}

function countsOf(made: readonly string[]): string {
  const counts = Map.groupBy(made, (name) => name)
  return [...counts].map(([name, calls]) => `${name} ${calls.length}`).join(', ')
}

function methodsOf(stores: AuthStores): readonly string[] {
  return Object.entries(stores).flatMap(([store, methodsByName]) =>
    Object.keys(methodsByName).map((method) => `${store}.${method}`),
  )
}

export interface MixedOperationsOptions {
  /** How many calls are made. */
  readonly operations: number
  readonly seed: number
}

/**
 * Declares a test that makes calls of every method of every store from several connections at once, over few users: none may
 * fail but with a refusal that its port promises, and the results and what is stored must fit together.
 */
export function describeMixedOperations(
  name: string,
  createRacers: () => Promise<Racers>,
  { operations, seed }: MixedOperationsOptions,
): void {
  let racers: Racers
  beforeAll(async () => {
    racers = await createRacers()
  })
  afterAll(async () => racers.close())

  it(
    `${name} stores keep every promise through mixed calls of all methods`,
    { timeout: 60_000 + 20 * operations },
    async (test) => {
      const world = new MixedWorld(racers.stores)
      expect(methods.map(([method]) => method).toSorted()).toEqual([...methodsOf(racers.stores)].toSorted())
      const plans = fc.sample(plan, { numRuns: operations, seed })
      try {
        for (let first = 0; first < plans.length; first += batchSize) {
          await world.next()
          for (const account of world.accounts) checkAccount(account, world)
          const made: readonly Operation[] = plans
            .slice(first, first + batchSize)
            .map(({ method: [, make], numbers }) => make(world, chooseBy(numbers)))
          const results = await racers.race(made.map(({ call }) => call))
          for (const [index, { settle }] of made.entries()) settle(results[index])
          world.ledger.checkTaken()
          world.ledger.checkTries()
        }
        await world.next()
        for (const account of world.accounts) checkAccount(account, world)
        await checkEnd(world)
      } catch (error) {
        if (error instanceof Error) error.message = `seed ${seed}, batch ${world.batch}: ${error.message}`
        throw error
      }
      await test.annotate(
        `seed ${seed}, ${plans.length} calls: ${countsOf(plans.map(({ method: [method] }) => method))}`,
      )
    },
  )
}
