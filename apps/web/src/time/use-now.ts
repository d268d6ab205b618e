import { useSyncExternalStore } from 'react'
import { serverNow } from './server-clock.ts'

const tick = 10_000

let now = serverNow()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** The present, true to ten seconds, from one clock for the whole page. */
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
  // A page that was in the background has a stale clock: timers are slowed down there.
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
