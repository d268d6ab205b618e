import { createContext, use } from 'react'
import type { SessionMonitor } from './session-monitor.ts'

export const SessionMonitorContext = createContext<SessionMonitor | null>(null)

/** Returns the tab's one session monitor. */
export function useSessionMonitor(): SessionMonitor {
  const monitor = use(SessionMonitorContext)
  if (monitor === null) throw new Error('useSessionMonitor needs a SessionMonitorContext above it')
  return monitor
}
