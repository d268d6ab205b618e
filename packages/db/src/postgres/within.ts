import { setTimeout } from 'node:timers/promises'

/** Waits for work, but no longer than so many milliseconds: a peer that vanished answers nothing. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController()
  const timeout = setTimeout(milliseconds, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([work.catch(() => undefined), timeout])
  done.abort()
}
