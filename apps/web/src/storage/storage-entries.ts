/** Entries that a browser keeps for this site. */
export interface StorageEntries {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
  readonly remove: (key: string) => void
}

/** What a tab keeps, as several tabs may be at a provider at once. No secret goes in, and no value that comes out is trusted. */
export const sessionStorageEntries = entriesOf(() => window.sessionStorage)

/** What a browser keeps: preferences, and nothing about a user. */
export const localStorageEntries = entriesOf(() => window.localStorage)

/** A browser may have no storage, or a full one, and refuse even to name it. The app then works without its entries. */
function entriesOf(storage: () => Storage): StorageEntries {
  return {
    read: (key) => ifAllowed(() => storage().getItem(key)) ?? null,
    write: (key, value) => ifAllowed(() => storage().setItem(key, value)),
    remove: (key) => ifAllowed(() => storage().removeItem(key)),
  }
}

function ifAllowed<Result>(access: () => Result): Result | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
