import type { EndingView, SessionListView } from '@latchkey/schema'
import { hashKey, type QueryClient } from '@tanstack/react-query'
import { getMutationKey, getQueryKey } from '@trpc/react-query'
import type { QueryUtils } from '../api/query-utils.ts'
import { trpc } from '../api/trpc.ts'
import { meansSignedOut } from '../errors/failure.ts'
import { clearSessionData } from './clear-session-data.ts'
import { listChanges } from './list-changes.ts'

const meHash = hashKey(getQueryKey(trpc.auth.me, undefined, 'query'))

/** Calls with which this tab ends its own session. */
const signOutHashes: ReadonlySet<string> = new Set(
  [trpc.auth.signOut, trpc.sessions.endAll].map((procedure) => hashKey(getMutationKey(procedure))),
)

function isMe({ queryHash }: { readonly queryHash: string }): boolean {
  return queryHash === meHash
}

/** Milliseconds in which a query that was refused is not repeated a second time. */
const repeatPause = 10_000

/** What the answers of the server say of the session. */
export interface SessionCacheListener {
  /** A call was refused as if no user were signed in; the hash names the query, and is `null` for a mutation. */
  readonly onRefused: (queryHash: string | null) => void
  /** `auth.me` names no user. */
  readonly onSignedOut: () => void
  readonly onSignOutStarted: () => void
  readonly onSignOutSettled: () => void
}

/** The session in the query cache: the `auth.me` query, the list of sessions, and what depends on them. */
export class SessionCache {
  readonly #queryClient: QueryClient
  readonly #utils: QueryUtils
  readonly #lastRepeat = new Map<string, number>()

  constructor(queryClient: QueryClient, utils: QueryUtils) {
    this.#queryClient = queryClient
    this.#utils = utils
  }

  subscribe(listener: SessionCacheListener): void {
    this.#queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return
      const { query, action } = event
      if (action.type === 'error' && meansSignedOut(action.error)) listener.onRefused(query.queryHash)
      if (action.type === 'success' && query.queryHash === meHash && query.state.data === null) listener.onSignedOut()
    })
    this.#queryClient.getMutationCache().subscribe((event) => {
      if (event.type !== 'updated') return
      const { mutation, action } = event
      const { mutationKey } = mutation.options
      if (mutationKey !== undefined && signOutHashes.has(hashKey(mutationKey))) {
        if (action.type === 'pending') listener.onSignOutStarted()
        if (action.type === 'success' || action.type === 'error') listener.onSignOutSettled()
      }
      if (action.type === 'error' && meansSignedOut(action.error)) listener.onRefused(null)
    })
  }

  /** The id of the signed-in user, or `null`. */
  userId(): string | null {
    return this.#utils.auth.me.getData()?.user.id ?? null
  }

  /** The id of the session that this tab has, or `null`. */
  sessionId(): string | null {
    return this.#utils.auth.me.getData()?.session.id ?? null
  }

  /** Asks `auth.me`. Resolves to whether the server answered; no answer decides nothing. */
  async fetchMe(): Promise<boolean> {
    return this.#utils.auth.me.fetch(undefined, { staleTime: 0 }).then(
      () => true,
      () => false,
    )
  }

  /** Asks `auth.me` anew: an answer that is on its way was requested before, and says nothing of now. */
  async refetchMe(): Promise<boolean> {
    if (this.#queryClient.isFetching({ predicate: isMe }) > 0) await this.fetchMe()
    return this.fetchMe()
  }

  /** Repeats every query that is on screen. */
  invalidateAll(): void {
    void this.#queryClient.invalidateQueries()
  }

  /** Repeats every query on screen that failed last. */
  repeatFailed(): void {
    void this.#queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.error !== null })
  }

  /** Repeats a query that was refused, unless it was repeated a moment ago. */
  async repeat(queryHash: string): Promise<void> {
    const now = Date.now()
    if (now - (this.#lastRepeat.get(queryHash) ?? 0) < repeatPause) return
    this.#lastRepeat.set(queryHash, now)
    await this.#queryClient.invalidateQueries({ predicate: (query) => query.queryHash === queryHash })
  }

  /** Sets `auth.me` to no user, and keeps the reason for the page that shows it; without one, that page asks. */
  markEnded(ending: EndingView | null): void {
    if (this.#utils.auth.me.getData() !== null) this.#utils.auth.me.setData(undefined, null)
    if (ending === null) this.#queryClient.removeQueries({ queryKey: getQueryKey(trpc.sessions.ending) })
    else this.#utils.sessions.ending.setData(undefined, ending)
  }

  clear(): void {
    clearSessionData(this.#queryClient, this.#utils)
  }

  /** Stores a list that the stream delivered, and refreshes what else changes with it. */
  async applyList(sessions: SessionListView): Promise<void> {
    const before = this.#utils.sessions.list.getData()
    // An answer that is on its way may be older than this list.
    await this.#utils.sessions.list.cancel()
    this.#utils.sessions.list.setData(undefined, { ...sessions, others: [...sessions.others] })
    if (before === undefined) return
    const { began, ended } = listChanges(before, sessions)
    if (ended.length > 0) void this.#utils.sessions.history.invalidate()
    if (began.length + ended.length > 0) void this.#utils.events.list.invalidate()
  }
}
