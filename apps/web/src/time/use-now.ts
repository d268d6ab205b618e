import { useSyncExternalStore } from 'react'
import { serverNow } from './server-clock.ts'

const tick = 10_000

let now = serverNow()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** Returns the current time, updated every ten seconds by one timer for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) start()
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) stop()
  }
}

function start(): void {
  now = serverNow()
  timer = setInterval(advance, tick)
  // Timers are throttled in the background, so that the time is stale when the page becomes visible.
  document.addEventListener('visibilitychange', advance)
}

function stop(): void {
  clearInterval(timer)
  document.removeEventListener('visibilitychange', advance)
}

function advance(): void {
  now = serverNow()
  for (const listener of listeners) listener()
}
