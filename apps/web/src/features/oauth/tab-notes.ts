/** Of the tab, not of the browser: several trips may be on their way in several tabs. */
export interface TabNotes {
  readonly read: (key: string) => string | null
  readonly write: (key: string, note: string) => void
  readonly forget: (key: string) => void
}

/** What a tab keeps while it is away. Nothing secret goes in, nothing that comes out is trusted. */
export const tabNotes: TabNotes = {
  read: (key) => allowed(() => sessionStorage.getItem(key)) ?? null,
  write: (key, note) => allowed(() => sessionStorage.setItem(key, note)),
  forget: (key) => allowed(() => sessionStorage.removeItem(key)),
}

/** A browser may refuse to keep anything, or be full. Then it starts from the beginning, no worse. */
function allowed<Result>(access: () => Result): Result | undefined {
  try {
    return access()
  } catch {
    return undefined
  }
}
