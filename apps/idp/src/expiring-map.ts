/** What a provider remembers for a while. Entries past their time read as absent and go with the next write. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  get(key: string): Value | null {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.until > this.#now() ? entry.value : null
  }

  /** Gives the value to one caller only. */
  take(key: string): Value | null {
    const value = this.get(key)
    this.#entries.delete(key)
    return value
  }

  set(key: string, value: Value, lifetimeMs: number): void {
    const now = this.#now()
    for (const [old, { until }] of this.#entries) if (until <= now) this.#entries.delete(old)
    this.#entries.set(key, { value, until: now + lifetimeMs })
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  keys(): string[] {
    return [...this.#entries.keys()]
  }
}
