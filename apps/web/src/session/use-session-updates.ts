import { useEffect } from 'react'
import { useSessionMonitor } from './session-monitor-context.ts'

/** Keeps this tab's sessions up to date for as long as a user is signed in on it. */
export function useSessionUpdates(userId: string | null): void {
  const monitor = useSessionMonitor()
  useEffect(() => (userId === null ? undefined : monitor.hold()), [monitor, userId])
}
