import { useSyncExternalStore } from 'react'
import type { ConnectionState } from './connection.ts'
import { pageConnection } from './page-connection.ts'

/** Returns whether the page reaches the server. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(pageConnection.subscribe, pageConnection.state)
}
