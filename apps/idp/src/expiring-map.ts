/** A map whose entries expire. Expired entries read as absent; the next write deletes them. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  get(key: string): Value | null {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.expiresAt > this.#now() ? entry.value : null
  }

  /** Returns the value and deletes it: of several callers, one receives it. */
  take(key: string): Value | null {
    const value = this.get(key)
    this.#entries.delete(key)
    return value
  }

  set(key: string, value: Value, lifetimeMs: number): void {
    const now = this.#now()
    for (const [expired, { expiresAt }] of this.#entries) if (expiresAt <= now) this.#entries.delete(expired)
    this.#entries.set(key, { value, expiresAt: now + lifetimeMs })
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  keys(): string[] {
    return [...this.#entries.keys()]
  }
}
