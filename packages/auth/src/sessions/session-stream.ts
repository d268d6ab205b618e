import type { SessionId } from '@latchkey/schema'
import type { ListedSession } from './list-sessions.ts'
import type { EndedSession } from './session.ts'

/** A user's live sessions at one moment. `key` differs when anything in them does. */
export interface SessionList {
  readonly sessions: readonly ListedSession[]
  readonly key: string
}

/** The final message of a stream. */
export type FinalMessage =
  /** The watching session has ended; `null` when nothing is on record of it any more. */
  | { readonly type: 'ended'; readonly ended: EndedSession | null }
  /** `displaced`: the session or the user has too many streams, and this was the oldest. Otherwise the client connects again. */
  | { readonly type: 'closed'; readonly cause: 'displaced' | 'too_old' | 'stopping' }

export type WatchMessage = { readonly type: 'sessions'; readonly sessions: readonly ListedSession[] } | FinalMessage

/**
 * One open stream of `sessions.watch`. It holds at most one list, the newest: a slow reader misses only what is outdated.
 * The final message overtakes the list, because an ended session is told nothing more.
 */
export class SessionStream {
  readonly sessionId: SessionId
  /** The surrounding network of the reader. */
  readonly network: string | null
  readonly closesAt: Date
  readonly #onFinalMessage: () => void
  #list: SessionList | null = null
  #sentKey: string | null = null
  #final: FinalMessage | null = null
  #ready = Promise.withResolvers<void>()

  constructor({
    sessionId,
    network,
    closesAt,
    onFinalMessage,
  }: Pick<SessionStream, 'sessionId' | 'network' | 'closesAt'> & { readonly onFinalMessage: () => void }) {
    this.sessionId = sessionId
    this.network = network
    this.closesAt = closesAt
    this.#onFinalMessage = onFinalMessage
  }

  /** Sends this list, unless it is the one that was sent last. */
  offer(list: SessionList): void {
    if (list.key === (this.#list?.key ?? this.#sentKey)) return
    this.#list = list
    this.#ready.resolve()
  }

  /** Sends the final message; nothing is sent after it, and the first one counts. */
  finish(message: FinalMessage): void {
    if (this.#final !== null) return
    this.#final = message
    this.#ready.resolve()
    this.#onFinalMessage()
  }

  get isFinished(): boolean {
    return this.#final !== null
  }

  /** Yields the messages as they come, until the final one or until the signal aborts. */
  async *messages(signal: AbortSignal): AsyncGenerator<WatchMessage, void> {
    const onAbort = (): void => this.#ready.resolve()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      while (!signal.aborted) {
        // oxlint-disable-next-line eslint/no-await-in-loop -- messages come one after the other
        await this.#ready.promise
        this.#ready = Promise.withResolvers()
        if (signal.aborted) return
        if (this.#final !== null) {
          yield this.#final
          return
        }
        if (this.#list === null) continue
        const { sessions, key } = this.#list
        this.#list = null
        this.#sentKey = key
        yield { type: 'sessions', sessions }
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
}
