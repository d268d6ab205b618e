import { StoreUnavailableError } from '@latchkey/auth'

/** Error codes of SQLite after which nothing was written and another try may succeed. */
const unavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/

/** Returns a store whose methods throw `StoreUnavailableError` where SQLite is locked, full, or fails to read or write. */
export function withStoreErrors<Store extends object>(store: Store): Store {
  const methods = Object.entries(store).map(([name, method]) => [name, translating(method)])
  return Object.fromEntries(methods) as Store
}

function translating(method: (...values: readonly unknown[]) => Promise<unknown>) {
  return async (...values: readonly unknown[]): Promise<unknown> => {
    try {
      return await method(...values)
    } catch (error) {
      throw isUnavailable(error) ? new StoreUnavailableError(error) : error
    }
  }
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return unavailable.test(error.code)
}
