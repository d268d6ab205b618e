import { backoff } from './backoff.ts'
import { isDown, isOpen, type StreamHappening, type StreamState, streamStep } from './stream-state.ts'

/** Shorter interruptions are nobody's concern. */
const noticedAfter = 6_000

export interface Connection {
  readonly close: () => void
}

/** What a connection tells the stream. */
export interface ConnectionHandlers {
  readonly heard: () => void
  readonly failed: () => void
  readonly closed: () => void
  readonly ended: () => void
}

export interface SessionStreamDependencies {
  readonly connect: (handlers: ConnectionHandlers) => Connection
  readonly random: () => number
}

/**
 * Keeps one connection open for as long as somebody wants it: opens it again after a failure, later each time, and lets
 * it rest while another tab has its place. `stream-state.ts` says what follows from what.
 */
export class SessionStream {
  readonly #deps: SessionStreamDependencies
  readonly #listeners = new Set<() => void>()
  #state: StreamState = { kind: 'off' }
  #connection: Connection | null = null
  /** Counts connections: what one says after it was let go is about nothing any more. */
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #notice: ReturnType<typeof setTimeout> | undefined
  #paused = false

  constructor(deps: SessionStreamDependencies) {
    this.#deps = deps
  }

  /** Something happened to it, or around it. */
  happen(happening: StreamHappening): void {
    const before = this.#state
    const after = streamStep(before, happening)
    if (after === before) return
    this.#state = after
    clearTimeout(this.#retry)
    if (!isOpen(after)) this.#disconnect()
    if (after.kind === 'connecting') this.#connect()
    if (after.kind === 'waiting') {
      this.#retry = setTimeout(() => this.happen('due'), backoff(after.failures, this.#deps.random))
    }
    this.#watchInterruption(after)
  }

  /** True while there is a connection, or one on its way. */
  isOpen(): boolean {
    return isOpen(this.#state)
  }

  /** True once it has been down for longer than a moment. */
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
    const ifCurrent = (happening: StreamHappening) => () => {
      if (this.#attempt === attempt) this.happen(happening)
    }
    this.#connection = this.#deps.connect({
      heard: ifCurrent('heard'),
      failed: ifCurrent('failed'),
      closed: ifCurrent('closed'),
      ended: ifCurrent('ended'),
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
