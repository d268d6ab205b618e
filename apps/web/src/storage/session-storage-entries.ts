/** Entries of `sessionStorage`: of one tab, not of the browser, as several tabs may be at a provider at once. */
export interface SessionStorageEntries {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
  readonly remove: (key: string) => void
}

/** What a tab keeps while it is at a provider. No secret goes in, and no value that comes out is trusted. */
export const sessionStorageEntries: SessionStorageEntries = {
  read: (key) => ifAllowed(() => sessionStorage.getItem(key)) ?? null,
  write: (key, value) => ifAllowed(() => sessionStorage.setItem(key, value)),
  remove: (key) => ifAllowed(() => sessionStorage.removeItem(key)),
}

/** A browser may block storage, or be full. The tab then works without its entries. */
function ifAllowed<Result>(access: () => Result): Result | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
