import type { SecondFactor, SessionView, SignInMethod } from '@latchkey/schema'
import type { AccessSearch, SessionFilter, SessionSort } from './access-search.ts'

/** Returns whether a session is marked: when it began, its device or its network was new. */
export function isNew({ isNew: { device, network } }: SessionView): boolean {
  return device || network
}

/**
 * Returns the sessions that match a search, in its order. Every word of the text has to occur in the name, the browser, the
 * system, the address or the name of the sign-in method.
 */
export function findSessions(
  sessions: readonly SessionView[],
  { q = '', only, method, sort }: AccessSearch,
  methodName: (method: SignInMethod, secondFactor: SecondFactor | null) => string,
): readonly SessionView[] {
  const words = folded(q).split(/\s+/)
  const found = sessions.filter((session) => {
    if (only !== undefined && !filters[only](session)) return false
    if (method !== undefined && session.signInMethod !== method) return false
    const { name, derivedName, browser, os, ip, place, signInMethod, secondFactor } = session
    const signedInWith = methodName(signInMethod, secondFactor)
    const text = folded([name, derivedName, browser, os, ip, place, signedInWith].join('\n'))
    return words.every((word) => text.includes(word))
  })
  return inOrder(found, sort)
}

/** Returns sessions in an order; without one, new sessions come first, and then those that were used last. */
export function inOrder(sessions: readonly SessionView[], sort?: SessionSort): readonly SessionView[] {
  const ordered = [...sessions]
  ordered.sort(sort === undefined ? newFirst : sorts[sort])
  return ordered
}

const filters = {
  open: ({ online }) => online,
  new: isNew,
} as const satisfies Record<SessionFilter, (session: SessionView) => boolean>

const sorts = {
  active: (a, b) => Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt),
  'signed-in': (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt),
} as const satisfies Record<SessionSort, (a: SessionView, b: SessionView) => number>

function newFirst(a: SessionView, b: SessionView): number {
  return Number(isNew(b)) - Number(isNew(a)) || sorts.active(a, b)
}

/** Case and accents do not count. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}
