/** Runs work on the same key one after the other, and work on different keys at once. */
export class SerializeByKey {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs `work` once all earlier work on the key has settled; returns what it returns. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const earlier = this.#last.get(key)
    const own = earlier === undefined ? work() : earlier.then(work, work)
    this.#last.set(key, own)
    try {
      return await own
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key)
    }
  }
}
