import type { AppRouter } from '@latchkey/api'
import type { SessionWatchEvent } from '@latchkey/schema'
import type { TRPCClient } from '@trpc/client'
import { meansSignedOut } from '../../errors/failure.ts'
import type { Connection, ConnectionHandlers } from './session-stream.ts'

export interface StreamListener {
  readonly onEvent: (event: SessionWatchEvent) => void
  /** The server answers as if no user were signed in. */
  readonly onRefused: () => void
}

/**
 * Opens one stream of `sessions.watch`. An interruption counts as a failure: the browser's own reconnection would try
 * every few seconds for as long as the page lives, in all tabs at the same moment.
 */
export function connectStream(
  client: TRPCClient<AppRouter>,
  listener: StreamListener,
  handlers: ConnectionHandlers,
): Connection {
  const subscription = client.sessions.watch.subscribe(undefined, {
    onData: (event) => {
      handlers.onMessage()
      listener.onEvent(event)
      if (event.type === 'closed') handlers.onClosed()
      if (event.type === 'ended') handlers.onEnded()
    },
    onConnectionStateChange: ({ state, error }) => {
      if (state === 'connecting' && error !== null) fail(error)
    },
    onError: fail,
    onComplete: handlers.onFailed,
  })

  function fail(error: unknown): void {
    handlers.onFailed()
    if (meansSignedOut(error)) listener.onRefused()
  }

  return { close: () => subscription.unsubscribe() }
}
