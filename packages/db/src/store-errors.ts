import { StoreUnavailableError } from '@latchkey/auth'

export type OnUnavailable = (error: StoreUnavailableError) => void

export interface StoreErrorOptions {
  /** Calls a method, perhaps again: each makes one change in all, or one transaction. */
  readonly call: <T>(method: () => Promise<T>) => Promise<T>
  /** Whether an error of the engine may pass by itself. */
  readonly isUnavailable: (error: unknown) => boolean
  readonly onUnavailable: OnUnavailable
}

/** Returns a store whose methods throw `StoreUnavailableError` where the engine is; `onUnavailable` is told each time. */
export function withStoreErrors<Store extends object>(store: Store, options: StoreErrorOptions): Store {
  const methods = Object.entries(store).map(([name, method]) => [name, translating(method, options)])
  return Object.fromEntries(methods) as Store
}

function translating(
  method: (...values: readonly unknown[]) => Promise<unknown>,
  { call, isUnavailable, onUnavailable }: StoreErrorOptions,
) {
  return async (...values: readonly unknown[]): Promise<unknown> => {
    try {
      return await call(() => method(...values))
    } catch (error) {
      if (!isUnavailable(error)) throw error
      const unavailable = new StoreUnavailableError(error)
      onUnavailable(unavailable)
      throw unavailable
    }
  }
}
