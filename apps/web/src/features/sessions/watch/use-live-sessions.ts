import { useEffect } from 'react'
import type { LiveSessions } from './live-sessions.ts'

/** Keeps this tab up to date for as long as somebody is signed in on it. */
export function useLiveSessions(live: LiveSessions, userId: string | null): void {
  useEffect(() => (userId === null ? undefined : live.hold()), [live, userId])
}
