import { backoff } from './backoff.ts'
import { isDown, isOpen, type StreamEvent, type StreamState, streamStep } from './stream-state.ts'

/** Milliseconds before an interruption is shown: shorter ones need no attention. */
const noticedAfter = 6_000

export interface Connection {
  readonly close: () => void
}

/** Events of a connection. */
export interface ConnectionHandlers {
  readonly onMessage: () => void
  readonly onFailed: () => void
  readonly onClosed: () => void
  readonly onEnded: () => void
}

export interface SessionStreamDependencies {
  readonly connect: (handlers: ConnectionHandlers) => Connection
  /** Called when the connection failed. */
  readonly onFailed: () => void
  readonly random: () => number
}

/**
 * Keeps one connection open for as long as it is wanted: opens it again after a failure, later each time, and lets it
 * rest while another tab has its slot. `stream-state.ts` says what follows from which event.
 */
export class SessionStream {
  readonly #deps: SessionStreamDependencies
  readonly #listeners = new Set<() => void>()
  #state: StreamState = { kind: 'off' }
  #connection: Connection | null = null
  /** Counts connections, so that events of a closed one are ignored. */
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #notice: ReturnType<typeof setTimeout> | undefined
  #paused = false

  constructor(deps: SessionStreamDependencies) {
    this.#deps = deps
  }

  /** Applies an event: opens, closes or schedules the connection that the new state needs. */
  dispatch(event: StreamEvent): void {
    const before = this.#state
    const after = streamStep(before, event)
    if (after === before) return
    this.#state = after
    clearTimeout(this.#retry)
    if (!isOpen(after)) this.#disconnect()
    if (after.kind === 'connecting') this.#connect()
    if (after.kind === 'waiting') {
      this.#retry = setTimeout(() => this.dispatch('retry'), backoff(after.failures, this.#deps.random))
    }
    this.#watchInterruption(after)
  }

  /** True while there is a connection, or one on its way. */
  isOpen(): boolean {
    return isOpen(this.#state)
  }

  /** True once the stream has been down for longer than a moment. */
  readonly isPaused = (): boolean => this.#paused

  readonly onPausedChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #connect(): void {
    this.#disconnect()
    const attempt = this.#attempt
    const ifCurrent = (event: StreamEvent) => () => {
      if (this.#attempt === attempt) this.dispatch(event)
    }
    this.#connection = this.#deps.connect({
      onMessage: ifCurrent('message'),
      onFailed: () => {
        if (this.#attempt !== attempt) return
        this.dispatch('failed')
        this.#deps.onFailed()
      },
      onClosed: ifCurrent('closed'),
      onEnded: ifCurrent('ended'),
    })
  }

  #disconnect(): void {
    const connection = this.#connection
    this.#attempt += 1
    this.#connection = null
    connection?.close()
  }

  #watchInterruption(state: StreamState): void {
    if (!isDown(state)) {
      clearTimeout(this.#notice)
      this.#notice = undefined
      this.#setPaused(false)
      return
    }
    this.#notice ??= setTimeout(() => this.#setPaused(true), noticedAfter)
  }

  #setPaused(paused: boolean): void {
    if (this.#paused === paused) return
    this.#paused = paused
    for (const listener of this.#listeners) listener()
  }
}
