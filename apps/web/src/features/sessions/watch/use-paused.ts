import { useSyncExternalStore } from 'react'
import type { SessionStream } from './session-stream.ts'

/** True once live updates have been interrupted for longer than a moment. */
export function usePaused(stream: SessionStream): boolean {
  return useSyncExternalStore(stream.onPausedChange, stream.isPaused)
}
