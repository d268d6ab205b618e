import type { CallCount, CountedKey } from '@latchkey/auth'

/** For how many milliseconds a key counts as full without asking: what a flood is refused in it costs no other server anything. */
const knownFor = 1000
/** How many keys are known in one generation. */
const maxKnown = 10_000

/** Remembers for a moment which keys were full. */
export class KnownFullKeys {
  #newer = new Map<string, CallCount>()
  #older = new Map<string, CallCount>()
  #since = 0

  /** Remembers those of the keys that are full by what is counted under them, in the same order. */
  noteFull(keys: readonly CountedKey[], counts: readonly CallCount[], now: Date): void {
    this.#turn(now)
    keys.forEach(({ key, max }, index) => {
      const count = counts[index]
      if (count !== undefined && count.points >= max) this.#newer.set(key, count)
    })
  }

  find({ key, max }: CountedKey, now: Date): CallCount | null {
    this.#turn(now)
    const count = this.#newer.get(key) ?? this.#older.get(key)
    return count !== undefined && count.points >= max && count.expiresAt > now.getTime() ? count : null
  }

  forget(keys: readonly CountedKey[]): void {
    for (const { key } of keys) {
      this.#newer.delete(key)
      this.#older.delete(key)
    }
  }

  /** Forgets the older generation when its time is over, or the newer one is full. */
  #turn(now: Date): void {
    const age = now.getTime() - this.#since
    if (age >= 0 && age < knownFor / 2 && this.#newer.size < maxKnown) return
    this.#older = age >= 0 && age < knownFor ? this.#newer : new Map()
    this.#newer = new Map()
    this.#since = now.getTime()
  }
}
