import type { AuthStores } from '../../auth-stores.ts'
import type { EventRecord } from '../../events/event-record.ts'

/** A call of a store method as data, so that it can be sent to another process. */
export interface StoreCall {
  readonly store: keyof AuthStores
  readonly method: string
  readonly args: readonly unknown[]
  /** Of a method that changes something: the events that it records, whatever the outcome. */
  readonly events?: readonly EventRecord[]
}

/** Makes a call; returns what the method returns. */
export async function applyCall(stores: AuthStores, { store, method, args, events }: StoreCall): Promise<unknown> {
  const called: unknown = Reflect.get(stores[store], method)
  if (typeof called !== 'function') throw new TypeError(`there is no ${store}.${method}`)
  return Reflect.apply(called, stores[store], events === undefined ? args : [...args, () => events])
}
