import type { Caller } from './caller.ts'
import type { WatchMessage } from './session-stream.ts'
import type { SessionSubscriptions, WatchListener } from './session-subscriptions.ts'

export interface WatchSessions {
  /**
   * Yields the caller's live sessions, at once and whenever something in them changes, until the calling session ends or
   * the stream closes; the final message says which. `onFinalMessage` is called as soon as there is one, whether or not
   * it is read. Watching is no use of the session: an open tab does not keep it alive.
   */
  watch(caller: Caller, listener: WatchListener): AsyncGenerator<WatchMessage, void>

  /**
   * Reads the rows of every watched user again, since another process may have changed them, and closes streams that have
   * lasted long enough.
   *
   * @throws what the store threw last
   */
  recheckWatched(): Promise<void>

  /** Closes every stream, since the process stops; their clients connect again. */
  closeStreams(): void
}

/** Returns the part of `Sessions` that sends streams of the session list. */
export function watchSessions({ subscriptions }: { readonly subscriptions: SessionSubscriptions }): WatchSessions {
  return {
    watch: (caller, listener) => subscriptions.subscribe(caller.session, listener),
    recheckWatched: () => subscriptions.recheck(),
    closeStreams: () => subscriptions.close(),
  }
}
