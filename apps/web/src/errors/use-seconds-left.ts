import { useCallback, useSyncExternalStore } from 'react'

const second = 1_000

/** Returns the whole seconds until a deadline, rounded up, each second anew; 0 from then on and without a deadline. */
export function useSecondsLeft(deadline: number | null): number {
  const subscribe = useCallback((listener: () => void) => onEachSecond(deadline, listener), [deadline])
  return useSyncExternalStore(subscribe, () => secondsLeft(deadline))
}

function secondsLeft(deadline: number | null): number {
  return deadline === null ? 0 : Math.max(0, Math.ceil((deadline - Date.now()) / second))
}

/** Calls at the whole seconds before the deadline, so that all its clocks turn together. */
function onEachSecond(deadline: number | null, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  function schedule(): void {
    const left = deadline === null ? 0 : deadline - Date.now()
    if (left <= 0) return
    timer = setTimeout(turn, left % second || second)
  }
  function turn(): void {
    listener()
    schedule()
  }
  schedule()
  return () => clearTimeout(timer)
}
