import { type FaultKind, faultIn } from './fault.ts'

export interface FaultState {
  readonly kind: FaultKind | 'none'
  /** How many recipients the fault is still for. */
  readonly count: number
  /** How many connections wait for the answer to a recipient. */
  readonly waiting: number
}

/** The faults of the recipients to come, and the connections that a fault keeps waiting. */
export class Faults {
  #next: { readonly kind: FaultKind; readonly count: number } | null = null
  readonly #waiting = new Map<string, () => void>()
  readonly #listeners = new Set<(state: FaultState) => void>()

  get state(): FaultState {
    return { kind: this.#next?.kind ?? 'none', count: this.#next?.count ?? 0, waiting: this.#waiting.size }
  }

  /** Sets the fault of the next recipients whose addresses ask for none, in the place of an earlier one. */
  set(kind: FaultKind, count: number): void {
    this.#next = { kind, count }
  }

  /** Ends the fault of the next recipients, and answers those that wait. */
  clear(): void {
    this.#next = null
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const answer of waiting) answer()
  }

  /** Returns the fault of a recipient, or null. One that was set counts as used by it. */
  take(address: string): FaultKind | null {
    const asked = faultIn(address)
    if (asked !== null || this.#next === null) return asked
    const { kind, count } = this.#next
    this.#next = count > 1 ? { kind, count: count - 1 } : null
    return kind
  }

  /** Calls `answer` at the next `clear`, unless the connection ends before. */
  wait(connectionId: string, answer: () => void): void {
    this.#waiting.set(connectionId, answer)
    this.#tellListeners()
  }

  /** Forgets what a connection that ended waits for. */
  endWait(connectionId: string): void {
    if (this.#waiting.delete(connectionId)) this.#tellListeners()
  }

  /** Calls the listener when a connection begins or ends to wait. Returns a function that ends the calls. */
  onWait(listener: (state: FaultState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener(this.state)
  }
}
