import type { AppRouter } from '@latchkey/api'
import type { SessionWatchEvent } from '@latchkey/schema'
import type { TRPCClient } from '@trpc/client'
import { meansSignedOut } from '../../../errors/failure.ts'
import type { Connection, ConnectionHandlers } from './session-stream.ts'

export interface WatchListener {
  readonly onEvent: (event: SessionWatchEvent) => void
  /** The server answers as if nobody were signed in. */
  readonly onRefused: () => void
}

/**
 * Opens one stream of `sessions.watch`. An interruption counts as a failure: the browser would try again every few
 * seconds for as long as the page lives, all tabs at the same moment.
 */
export function connectWatch(
  client: TRPCClient<AppRouter>,
  listener: WatchListener,
  handlers: ConnectionHandlers,
): Connection {
  const subscription = client.sessions.watch.subscribe(undefined, {
    onData: (event) => {
      handlers.heard()
      listener.onEvent(event)
      if (event.type === 'closed') handlers.closed()
      if (event.type === 'ended') handlers.ended()
    },
    onConnectionStateChange: ({ state, error }) => {
      if (state === 'connecting' && error !== null) fail(error)
    },
    onError: fail,
    onComplete: handlers.failed,
  })

  function fail(error: unknown): void {
    handlers.failed()
    if (meansSignedOut(error)) listener.onRefused()
  }

  return { close: () => subscription.unsubscribe() }
}
