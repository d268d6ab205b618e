import { hashKey, type QueryClient } from '@tanstack/react-query'
import { getMutationKey, getQueryKey } from '@trpc/react-query'
import type { QueryUtils } from '../../api/query-utils.ts'
import { trpc } from '../../api/trpc.ts'
import { meansSignedOut } from '../../errors/failure.ts'
import { onSessionChangeElsewhere } from './session-channel.ts'

export interface SessionWatchDependencies {
  readonly queryClient: QueryClient
  readonly utils: QueryUtils
  /** Whether the page on screen is for people who are signed in. */
  readonly isInside: () => boolean
  /** Leaves for the sign-in page, saying why. */
  readonly leave: () => Promise<void>
  /** Has the router look again at who may be where. */
  readonly recheck: () => Promise<void>
}

/** A query that is refused again this soon after it was asked anew is not asked a third time. */
const reaskPause = 10_000

/**
 * Notices that the session ended while the app is open, and leaves. One refusal is not enough to go by: a parallel call
 * may have replaced the cookie meanwhile, so `auth.me` is asked before anything is thrown away.
 */
export class SessionWatch {
  readonly #deps: SessionWatchDependencies
  readonly #meHash = hashKey(getQueryKey(trpc.auth.me, undefined, 'query'))
  readonly #lastReask = new Map<string, number>()
  #asking: Promise<void> | null = null
  #leaving = false

  constructor(deps: SessionWatchDependencies) {
    this.#deps = deps
  }

  start(): void {
    const { queryClient } = this.#deps
    queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return
      const { query, action } = event
      if (action.type === 'error' && meansSignedOut(action.error)) void this.#doubt(query.queryHash)
      if (action.type === 'success' && query.queryHash === this.#meHash && query.state.data === null) void this.#leave()
    })
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error' && meansSignedOut(event.action.error)) {
        void this.#doubt(null)
      }
    })
    onSessionChangeElsewhere(() => void this.#lookAgain())
    // A page from the back/forward cache shows what was true when it was left.
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) void this.#lookAgain()
    })
  }

  /** A call was refused as if nobody were signed in. */
  async #doubt(queryHash: string | null): Promise<void> {
    if (!this.#mayLeave()) return
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    await this.#asking
    if (queryHash !== null && this.#mayLeave()) await this.#reask(queryHash)
  }

  /** `null` as the answer is seen by the subscription above; no answer at all decides nothing. */
  async #ask(): Promise<void> {
    await this.#deps.utils.auth.me.fetch(undefined, { staleTime: 0 }).catch(() => null)
  }

  async #reask(queryHash: string): Promise<void> {
    const now = Date.now()
    if (now - (this.#lastReask.get(queryHash) ?? 0) < reaskPause) return
    this.#lastReask.set(queryHash, now)
    await this.#deps.queryClient.invalidateQueries({ predicate: (query) => query.queryHash === queryHash })
  }

  async #lookAgain(): Promise<void> {
    await this.#deps.queryClient.invalidateQueries()
    await this.#ask()
    await this.#deps.recheck()
  }

  async #leave(): Promise<void> {
    if (!this.#mayLeave()) return
    this.#leaving = true
    try {
      await this.#deps.leave()
    } finally {
      this.#leaving = false
    }
  }

  /** Someone who is signing out is on their way already, and not because their session ended. */
  #mayLeave(): boolean {
    const signingOut = this.#deps.queryClient.isMutating({ mutationKey: getMutationKey(trpc.auth.signOut) }) > 0
    return this.#deps.isInside() && !this.#leaving && !signingOut
  }
}
