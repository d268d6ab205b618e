import type { UserId } from '@latchkey/schema'
import type { AuthStores } from '../../auth-stores.ts'
import type { StoreCall } from '../contracts/store-call.ts'
import { eventAt } from './mixed-records.ts'
import type { MixedWorld } from './mixed-world.ts'

/** A call, and what follows from its result. */
export interface Operation {
  readonly call: StoreCall
  /** Notes the result. @throws when the port promises no such result, or not after those before it */
  readonly settle: (result: unknown) => void
}

/** Chooses one of several, by the seed. */
export type Choose = <T>(choices: readonly T[]) => T

/** Returns an operation that makes sense in a world as it is. */
export type MakeOperation = (world: MixedWorld, choose: Choose) => Operation

/** Of the events of every other batch their user is told. */
const noticed = { notice: 'new_sign_in' } as const

/** A call whose result says nothing that the ledger notes. */
export function plain(store: keyof AuthStores, method: string, ...args: readonly unknown[]): Operation {
  return { call: { store, method, args }, settle: () => undefined }
}

/**
 * A call that records an event of a user where it changes something: `settle` returns whether the result says so, and `null`
 * where the port leaves open whether there is an event.
 */
export function recorded(
  world: MixedWorld,
  userId: UserId,
  call: Omit<StoreCall, 'events'>,
  settle: (result: unknown) => boolean | null,
): Operation {
  const { ledger, now } = world
  const id = `event-${world.unique('e')}`
  return {
    call: { ...call, events: [{ ...eventAt(userId, id, now), ...(world.batch % 2 === 0 ? noticed : {}) }] },
    settle(result) {
      const isChange = settle(result)
      if (isChange === null) ledger.openEvents.add(id)
      else if (isChange) ledger.storedEvents.add(id)
    },
  }
}

/** Notes a result that is one of these, and returns whether it is the first. @throws for every other */
export function isFirst(result: unknown, ...promised: readonly unknown[]): boolean {
  if (!promised.includes(result)) throw new Error(`${String(result)} is not among the results that are promised`)
  return result === promised[0]
}
