import type { AppRouter } from '@latchkey/api'
import type { SessionWatchEvent } from '@latchkey/schema'
import type { TRPCClient } from '@trpc/client'
import type { Connection } from '../connection/connection.ts'
import { BfcacheGuard, type BfcacheGuardDependencies } from './bfcache-guard.ts'
import { listenToPage } from './page-lifecycle.ts'
import type { SessionCache } from './session-cache.ts'
import { onMessageFromTabs, type SessionMessage, tellOtherTabs } from './session-channel.ts'
import { initialSessionState, type SessionEvent, type SessionPhase, sessionStep } from './session-state.ts'
import { connectStream } from './stream/connect-stream.ts'
import { SessionStream } from './stream/session-stream.ts'

/** Milliseconds over which tabs that wait for the same free slot spread their attempts. */
const slotFreedSpread = 2_000

export interface SessionMonitorDependencies {
  readonly client: TRPCClient<AppRouter>
  readonly cache: SessionCache
  readonly connection: Pick<Connection, 'onBack' | 'check'>
  readonly random: () => number
  readonly texts: BfcacheGuardDependencies['texts']
}

/** What the monitor asks of the router. */
export interface SessionNavigation {
  /** Whether the page on screen is for signed-in users, and they have been let in. */
  readonly isOnPrivatePage: () => boolean
  /** Goes to the page that says why the session ended. */
  readonly goToEnded: () => Promise<void>
  /** Runs the router's guards again. */
  readonly recheck: () => Promise<void>
}

/**
 * Keeps this tab in step with its session: holds the stream of `sessions.watch`, exchanges messages with other tabs,
 * leaves when the session ended, and guards private pages in the bfcache. `session-state.ts` says what follows from
 * which event.
 */
export class SessionMonitor {
  readonly #cache: SessionCache
  readonly #connection: SessionMonitorDependencies['connection']
  readonly #random: () => number
  readonly #stream: SessionStream
  readonly #guard: BfcacheGuard
  #navigation: SessionNavigation | null = null
  #state = initialSessionState
  #verifying: Promise<void> = Promise.resolve()
  #leaving: Promise<void> = Promise.resolve()
  /** A page for signed-in users is mounted, so that the stream is wanted. */
  #held = false

  constructor({ client, cache, connection, random, texts }: SessionMonitorDependencies) {
    this.#guard = new BfcacheGuard({ onRetry: () => void this.#checkPage(), texts })
    this.#cache = cache
    this.#connection = connection
    this.#random = random
    const listener = {
      onEvent: (event: SessionWatchEvent) => this.#onStreamEvent(event),
      onRefused: () => this.#dispatch({ type: 'refused' }),
    }
    this.#stream = new SessionStream({
      connect: (handlers) => connectStream(client, listener, handlers),
      // A stream breaks where the server is gone, and also where only the stream can't be had.
      onFailed: () => void connection.check(),
      random,
    })
  }

  /** Begins to listen. Called once, when the router is there. */
  start(navigation: SessionNavigation): void {
    this.#navigation = navigation
    this.#cache.subscribe({
      onRefused: (queryHash) => void this.#onRefused(queryHash),
      onSignedOut: () => this.#dispatch({ type: 'signed_out' }),
      onSignOutStarted: () => this.#dispatch({ type: 'sign_out_started' }),
      onSignOutSettled: () => this.#dispatch({ type: 'sign_out_settled' }),
    })
    this.#connection.onBack(() => this.#onConnectionBack())
    onMessageFromTabs((message) => this.#onMessage(message))
    listenToPage({
      onVisible: () => this.#stream.dispatch('visible'),
      onHide: (persisted) => this.#onPageHide(persisted),
      onShow: (persisted) => this.#onPageShow(persisted),
    })
  }

  /** Opens the stream for a page for signed-in users. Returns how to release it. */
  hold(): () => void {
    this.#held = true
    this.#stream.dispatch('wanted')
    return () => {
      this.#held = false
      this.#stream.dispatch('unwanted')
    }
  }

  /** True once live updates have been interrupted for longer than a moment. */
  readonly areUpdatesPaused = (): boolean => this.#stream.isPaused()

  readonly onUpdatesPausedChange = (listener: () => void): (() => void) => this.#stream.onPausedChange(listener)

  #dispatch(event: SessionEvent): void {
    const before = this.#state
    const after = sessionStep(before, event, { onPrivatePage: this.#navigation?.isOnPrivatePage() ?? false })
    this.#state = after
    if (after.session !== before.session) this.#onSessionPhase(after.session, before.session)
    if (after.page !== before.page) this.#guard.render(after.page)
  }

  #onSessionPhase(phase: SessionPhase, before: SessionPhase): void {
    if (phase.kind === 'verifying' && before.kind !== 'verifying') this.#verifying = this.#verifySession()
    if (phase.kind === 'ended') this.#leaving = this.#leave(phase)
  }

  /** That `auth.me` names no user is seen by the subscription to the cache, before the answer is here. */
  async #verifySession(): Promise<void> {
    await this.#cache.fetchMe()
    this.#dispatch({ type: 'verified' })
  }

  async #leave({ ending }: SessionPhase & { readonly kind: 'ended' }): Promise<void> {
    this.#cache.markEnded(ending)
    try {
      await this.#navigation?.goToEnded()
      this.#cache.clear()
    } finally {
      this.#leaving = Promise.resolve()
      this.#dispatch({ type: 'left' })
    }
  }

  /** Verifies the session; where it stands after all, the refused query is repeated. */
  async #onRefused(queryHash: string | null): Promise<void> {
    this.#dispatch({ type: 'refused' })
    await this.#verifying
    await this.#leaving
    if (queryHash === null || this.#navigation?.isOnPrivatePage() !== true) return
    const { kind } = this.#state.session
    if (kind === 'current' || kind === 'verifying') await this.#cache.repeat(queryHash)
  }

  /** A user may have signed in or out in another tab. Resolves to whether the server answered. */
  async #refreshSession(): Promise<boolean> {
    const answered = await this.#cache.refetchMe()
    this.#cache.invalidateAll()
    await this.#leaving
    await this.#navigation?.recheck()
    return answered
  }

  async #checkPage(): Promise<void> {
    const answered = await this.#refreshSession()
    this.#dispatch({ type: 'page_checked', answered, userId: this.#cache.userId() })
  }

  #onStreamEvent(event: SessionWatchEvent): void {
    if (event.type === 'sessions') {
      tellOtherTabs(event)
      void this.#cache.applyList(event.sessions)
    }
    if (event.type === 'ended') {
      const sessionId = this.#cache.sessionId()
      if (sessionId !== null) tellOtherTabs({ type: 'ended', sessionId, ending: event.ending })
      this.#dispatch({ type: 'ended', ending: event.ending })
    }
  }

  #onMessage(message: SessionMessage): void {
    if (message.type === 'changed') void this.#refreshSession()
    if (message.type === 'slotFreed') this.#onSlotFreed()
    // A tab that has a stream learns the rest from it, and in order.
    if (this.#stream.isOpen()) return
    if (message.type === 'sessions' && message.sessions.current.id === this.#cache.sessionId()) {
      void this.#cache.applyList(message.sessions)
    }
    if (message.type === 'ended' && message.sessionId === this.#cache.sessionId()) {
      this.#dispatch({ type: 'ended_elsewhere', ending: message.ending })
    }
  }

  #onSlotFreed(): void {
    setTimeout(() => this.#stream.dispatch('slotFreed'), slotFreedSpread * this.#random())
  }

  /** The server answers again: what failed meanwhile is repeated. */
  #onConnectionBack(): void {
    this.#stream.dispatch('visible')
    if (this.#state.page.kind === 'unreachable') void this.#checkPage()
    else {
      this.#cache.repeatFailed()
      void this.#navigation?.recheck()
    }
  }

  /** A page in the bfcache holds no connection: the browser could not keep it for the way back. */
  #onPageHide(persisted: boolean): void {
    if (this.#stream.isOpen()) tellOtherTabs({ type: 'slotFreed' })
    this.#stream.dispatch('unwanted')
    if (persisted) this.#dispatch({ type: 'page_stored', userId: this.#cache.userId() })
  }

  #onPageShow(persisted: boolean): void {
    if (this.#held) this.#stream.dispatch('wanted')
    if (persisted) void this.#checkPage()
  }
}
