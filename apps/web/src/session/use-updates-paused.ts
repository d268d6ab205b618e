import { useSyncExternalStore } from 'react'
import { useSessionMonitor } from './session-monitor-context.ts'

/** Returns true once live updates have been interrupted for longer than a moment. */
export function useUpdatesPaused(): boolean {
  const monitor = useSessionMonitor()
  return useSyncExternalStore(monitor.onUpdatesPausedChange, monitor.areUpdatesPaused)
}
