/**
 * Lets one caller go on in each turn of the event loop, in order. Work that many callers do at the same moment would
 * otherwise make one long turn, in which no other request is read.
 */
export class TurnQueue {
  readonly #waiting: (() => void)[] = []

  /** Resolves in a later turn. When no other caller waits, that is the next one. */
  next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    if (this.#waiting.length === 1) setImmediate(this.#release)
    return promise
  }

  readonly #release = (): void => {
    this.#waiting.shift()?.()
    if (this.#waiting.length > 0) setImmediate(this.#release)
  }
}
