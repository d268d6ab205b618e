import type { EndingView } from '@latchkey/schema'
import { hashKey, type QueryClient } from '@tanstack/react-query'
import { getMutationKey, getQueryKey } from '@trpc/react-query'
import type { QueryUtils } from '../../api/query-utils.ts'
import { trpc } from '../../api/trpc.ts'
import { meansSignedOut } from '../../errors/failure.ts'
import { onMessageFromTabs } from '../../tabs/session-channel.ts'

export interface SessionWatchDependencies {
  readonly queryClient: QueryClient
  readonly utils: QueryUtils
  /** Whether the page on screen is for people who are signed in. */
  readonly isInside: () => boolean
  /** Leaves for the page that says why; `null` when this tab was not told. */
  readonly leave: (ending: EndingView | null) => Promise<void>
  /** Has the router look again at who may be where. */
  readonly recheck: () => Promise<void>
}

/** A query that is refused again this soon after it was asked anew is not asked a third time. */
const reaskPause = 10_000

/** What ends the session from within: whoever does it is on their way already. */
const departures = [trpc.auth.signOut, trpc.sessions.endAll].map((procedure) => getMutationKey(procedure))

/**
 * Notices that the session ended while the app is open, and leaves. One refusal is not enough to go by: a parallel call
 * may have replaced the cookie meanwhile, so `auth.me` is asked before anything is thrown away.
 */
export class SessionWatch {
  readonly #deps: SessionWatchDependencies
  readonly #meHash = hashKey(getQueryKey(trpc.auth.me, undefined, 'query'))
  readonly #lastReask = new Map<string, number>()
  #asking: Promise<boolean> | null = null
  #leaving: Promise<void> | null = null
  /** What this tab was told of the end. */
  #ending: EndingView | null = null

  constructor(deps: SessionWatchDependencies) {
    this.#deps = deps
  }

  start(): void {
    const { queryClient } = this.#deps
    queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return
      const { query, action } = event
      if (action.type === 'error' && meansSignedOut(action.error)) void this.#refused(query.queryHash)
      if (action.type === 'success' && query.queryHash === this.#meHash && query.state.data === null) this.#leave()
    })
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error' && meansSignedOut(event.action.error)) {
        void this.doubt(null)
      }
    })
    onMessageFromTabs((message) => {
      if (message.type === 'changed') void this.lookAgain()
    })
  }

  /** The server said that this session is over: there is nothing to ask, and nothing stays on screen. */
  ended(ending: EndingView | null): void {
    if (!this.#mayLeave()) return
    this.#ending = ending
    this.#deps.utils.auth.me.setData(undefined, null)
  }

  /** The session may be over, and this may be why: asks, and leaves if it is. */
  async doubt(ending: EndingView | null): Promise<void> {
    if (!this.#mayLeave()) return
    this.#ending = ending ?? this.#ending
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    await this.#asking
    await this.#leaving
    this.#ending = null
  }

  /** Someone may have signed in or out meanwhile. `false` when nothing answered, so that nobody knows. */
  async lookAgain(): Promise<boolean> {
    const { queryClient } = this.#deps
    const isMe = ({ queryHash }: { readonly queryHash: string }): boolean => queryHash === this.#meHash
    // What is on its way was asked before: it says nothing of now.
    if (queryClient.isFetching({ predicate: isMe }) > 0) await this.#ask()
    const answered = await this.#ask()
    void queryClient.invalidateQueries()
    await this.#leaving
    await this.#deps.recheck()
    return answered
  }

  /** A query was refused as if nobody were signed in; where somebody is after all, it is asked again. */
  async #refused(queryHash: string): Promise<void> {
    await this.doubt(null)
    if (this.#mayLeave()) await this.#reask(queryHash)
  }

  /** `null` as the answer is seen by the subscription above; no answer at all decides nothing. */
  async #ask(): Promise<boolean> {
    return this.#deps.utils.auth.me.fetch(undefined, { staleTime: 0 }).then(
      () => true,
      () => false,
    )
  }

  async #reask(queryHash: string): Promise<void> {
    const now = Date.now()
    if (now - (this.#lastReask.get(queryHash) ?? 0) < reaskPause) return
    this.#lastReask.set(queryHash, now)
    await this.#deps.queryClient.invalidateQueries({ predicate: (query) => query.queryHash === queryHash })
  }

  #leave(): void {
    if (!this.#mayLeave()) return
    const ending = this.#ending
    this.#ending = null
    this.#leaving = this.#deps.leave(ending).finally(() => {
      this.#leaving = null
    })
  }

  #mayLeave(): boolean {
    const { isInside, queryClient } = this.#deps
    const departing = departures.some((mutationKey) => queryClient.isMutating({ mutationKey }) > 0)
    return isInside() && this.#leaving === null && !departing
  }
}
