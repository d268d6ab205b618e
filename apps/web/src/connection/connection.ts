import { backoff } from '../session/stream/backoff.ts'

/** Milliseconds before an unanswered call is checked: a restart of the server takes less. */
const firstCheck = 800
/** Milliseconds between two checks at most. */
const longest = 30_000
/** Milliseconds between two repeats of the failed parts, where every check is answered and a part still fails. */
const repeatPause = 10_000
/** Milliseconds for which the page says that the connection is back. */
const backShown = 4_000

export type ConnectionState =
  | { readonly kind: 'connected' }
  /** A call got no answer, and is being checked. Nothing is shown yet. */
  | { readonly kind: 'checking' }
  /** The browser knows that it has no network. */
  | { readonly kind: 'offline' }
  /** `retryAt` is the time of the next check in milliseconds since 1970; `null` while one is on its way. */
  | { readonly kind: 'unreachable'; readonly retryAt: number | null }
  /** It was down for long enough to be shown, and is not any more. */
  | { readonly kind: 'back' }

export interface ConnectionDependencies {
  /** Resolves to whether the server answered. Never rejects. */
  readonly probe: () => Promise<boolean>
  /** Whether the browser believes to have a network. */
  readonly hasNetwork: () => boolean
  readonly now: () => number
  readonly random: () => number
}

/** One call to the server. */
export interface Call {
  /** It was answered, whatever the answer. */
  readonly answered: () => void
  readonly failed: () => void
}

const connected: ConnectionState = { kind: 'connected' }

/**
 * Whether this page reaches the server: one state for the whole app. Every call reports whether it was answered. After one
 * that was not, the server is asked again, less often each time, until it answers; then the page's failed parts repeat.
 */
export class Connection {
  readonly #deps: ConnectionDependencies
  readonly #listeners = new Set<() => void>()
  readonly #backListeners = new Set<() => void>()
  #state: ConnectionState = connected
  #failures = 0
  /** Counts the times that it went down. */
  #outages = 0
  #lastRepeat = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined
  #repeatTimer: ReturnType<typeof setTimeout> | undefined
  #probing: Promise<boolean> | null = null

  constructor(deps: ConnectionDependencies) {
    this.#deps = deps
  }

  readonly state = (): ConnectionState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls the listener when the server answers again after a call that it did not answer: what failed may repeat. */
  readonly onBack = (listener: () => void): (() => void) => {
    this.#backListeners.add(listener)
    return () => this.#backListeners.delete(listener)
  }

  /** True while a call got no answer and none has been answered since. */
  isDown(): boolean {
    return this.#state.kind !== 'connected' && this.#state.kind !== 'back'
  }

  /** Called when a call starts; its end is reported to what this returns. */
  startCall(): Call {
    const before = this.#outages
    return {
      // What was on its way when another call failed says nothing of now.
      answered: () => {
        if (this.#outages === before) this.#noteAnswer()
      },
      failed: () => this.#noteFailure(),
    }
  }

  #noteAnswer(): void {
    if (!this.isDown()) return
    const wasShown = this.#state.kind !== 'checking'
    clearTimeout(this.#timer)
    this.#failures = 0
    this.#set(wasShown ? { kind: 'back' } : connected)
    if (wasShown) this.#timer = setTimeout(() => this.#set(connected), backShown)
    const pause = wasShown ? 0 : this.#lastRepeat + repeatPause - this.#deps.now()
    clearTimeout(this.#repeatTimer)
    if (pause > 0) this.#repeatTimer = setTimeout(() => this.#repeatFailed(), pause)
    else this.#repeatFailed()
  }

  /** Lets failed parts repeat. Where the server can't be reached, its next answer does that. */
  #repeatFailed(): void {
    if (this.isDown()) return
    this.#lastRepeat = this.#deps.now()
    for (const listener of this.#backListeners) listener()
  }

  #noteFailure(): void {
    if (this.isDown()) return
    this.#outages += 1
    clearTimeout(this.#timer)
    this.#set({ kind: 'checking' })
    this.#timer = setTimeout(() => void this.check(), firstCheck)
  }

  /** Asks the server now. Resolves to whether it answered; that it did is no news where it was not down. */
  readonly check = async (): Promise<boolean> => {
    this.#probing ??= this.#probe()
    return this.#probing
  }

  /** Resolves once the server answers; at once where it has not failed to. */
  async whenReached(): Promise<void> {
    if (!this.isDown()) return
    await new Promise<void>((resolve) => {
      const forget = this.subscribe(() => {
        if (this.isDown()) return
        forget()
        resolve()
      })
    })
  }

  async #probe(): Promise<boolean> {
    clearTimeout(this.#timer)
    if (this.#state.kind === 'unreachable') this.#set({ kind: 'unreachable', retryAt: null })
    const answered = await this.#deps.probe()
    this.#probing = null
    if (answered) this.#noteAnswer()
    else this.#retryLater()
    return answered
  }

  #retryLater(): void {
    if (!this.isDown()) {
      this.#noteFailure()
      return
    }
    this.#failures += 1
    const wait = Math.min(longest, backoff(this.#failures, this.#deps.random))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.check(), wait)
    this.#set(this.#deps.hasNetwork() ? { kind: 'unreachable', retryAt: this.#deps.now() + wait } : { kind: 'offline' })
  }

  #set(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
