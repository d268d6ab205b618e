import type { EndedSession, Session, SessionId } from '../session.ts'

/** A live session, and whether one of its tabs is open right now. */
export interface ListedSession extends Session {
  readonly online: boolean
}

/** A user's live sessions at one moment. `key` differs when anything in them does. */
export interface SessionList {
  readonly sessions: readonly ListedSession[]
  readonly key: string
}

/** The last thing a stream says. */
export type LastWord =
  /** The watching session is over; `null` when nothing is on record of it any more. */
  | { readonly type: 'ended'; readonly ended: EndedSession | null }
  /** `displaced`: there are too many, and this was the oldest. Otherwise whoever listens should come again. */
  | { readonly type: 'closed'; readonly cause: 'displaced' | 'too_old' | 'stopping' }

export type WatchMessage = { readonly type: 'sessions'; readonly sessions: readonly ListedSession[] } | LastWord

/**
 * One open stream. It holds at most one list, the newest: a reader that is slow misses what is outdated anyway. A last
 * word overtakes the list, because an ended session is told nothing more.
 */
export class WatchStream {
  readonly sessionId: SessionId
  readonly closesAt: Date
  #list: SessionList | null = null
  #toldKey: string | null = null
  #lastWord: LastWord | null = null
  #arrived = Promise.withResolvers<void>()

  readonly #onLastWord: () => void

  constructor(sessionId: SessionId, closesAt: Date, onLastWord: () => void) {
    this.sessionId = sessionId
    this.closesAt = closesAt
    this.#onLastWord = onLastWord
  }

  /** Says this list, unless it is the one that was said last. */
  offer(list: SessionList): void {
    if (list.key === (this.#list?.key ?? this.#toldKey)) return
    this.#list = list
    this.#arrived.resolve()
  }

  /** Nothing is said after this; the first last word counts. */
  finish(lastWord: LastWord): void {
    if (this.#lastWord !== null) return
    this.#lastWord = lastWord
    this.#arrived.resolve()
    this.#onLastWord()
  }

  get isFinished(): boolean {
    return this.#lastWord !== null
  }

  /** Everything as it comes, until the last word, or until nobody listens any more. */
  async *messages(signal: AbortSignal): AsyncGenerator<WatchMessage, void> {
    const stopListening = (): void => this.#arrived.resolve()
    signal.addEventListener('abort', stopListening, { once: true })
    try {
      while (!signal.aborted) {
        // oxlint-disable-next-line eslint/no-await-in-loop -- messages come one after the other
        await this.#arrived.promise
        this.#arrived = Promise.withResolvers()
        if (signal.aborted) return
        if (this.#lastWord !== null) {
          yield this.#lastWord
          return
        }
        if (this.#list === null) continue
        const { sessions, key } = this.#list
        this.#list = null
        this.#toldKey = key
        yield { type: 'sessions', sessions }
      }
    } finally {
      signal.removeEventListener('abort', stopListening)
    }
  }
}
