/**
 * Waits between two requests. A test passes its own, which does not wait.
 *
 * @param milliseconds - how long to wait
 * @param signal - ends the wait early
 * @returns a promise that resolves after the time, or rejects with the signal's reason once the signal is aborted
 */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>

/**
 * Waits with the platform's timer.
 *
 * @param milliseconds - how long to wait
 * @param signal - ends the wait early
 * @returns a promise that resolves after the time
 * @throws the signal's reason once the signal is aborted
 */
export const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
  })
