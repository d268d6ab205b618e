import { useSyncExternalStore } from 'react'
import { useConnection } from '../connection/use-connection.ts'
import { useSessionMonitor } from './session-monitor-context.ts'

/**
 * Returns true once live updates have been interrupted for longer than a moment although the server answers: where it does
 * not, the connection banner says so.
 */
export function useUpdatesPaused(): boolean {
  const monitor = useSessionMonitor()
  const { kind } = useConnection()
  const paused = useSyncExternalStore(monitor.onUpdatesPausedChange, monitor.areUpdatesPaused)
  return paused && kind === 'connected'
}
