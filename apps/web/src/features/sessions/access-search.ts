/** Which sessions are shown: those that are open in a browser now, or those that are marked as new. */
export const sessionFilters = ['open', 'new'] as const
export type SessionFilter = (typeof sessionFilters)[number]

/** By what the sessions are sorted, other than new ones first. */
export const sessionSorts = ['active', 'signed-in'] as const
export type SessionSort = (typeof sessionSorts)[number]

export interface AccessSearch {
  readonly q?: string
  readonly only?: SessionFilter
  /** The name of a sign-in method in the views of sessions. */
  readonly method?: string
  /** Without it, new sessions come first. */
  readonly sort?: SessionSort
  /** Whether the recently ended sessions are shown. */
  readonly ended?: true
}

const maxLength = 100

/** Keeps what the page knows; other search parameters are ignored. */
export function parseAccessSearch(search: Readonly<Record<string, unknown>>): AccessSearch {
  const q = textOf(search['q'])
  const only = sessionFilters.find((known) => known === search['only'])
  const method = textOf(search['method'])
  const sort = sessionSorts.find((known) => known === search['sort'])
  return {
    ...(q !== '' && { q }),
    ...(only !== undefined && { only }),
    ...(method !== '' && { method }),
    ...(sort !== undefined && { sort }),
    ...(search['ended'] === true && { ended: true }),
  }
}

/** Returns whether only some of the sessions are wanted. */
export function isFiltered({ q = '', only, method }: AccessSearch): boolean {
  return q.trim() !== '' || only !== undefined || method !== undefined
}

/** The router reads `?q=10` as a number. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, maxLength) : ''
}
