/** Of requests without a user, how many lines of one reason are written between two summaries. */
const defaultLinesPerReason = 1000

/** A device that waits for its user is told so at every poll: that is no refusal to defend against. */
const expected: ReadonlySet<string> = new Set(['authorization_pending'])

export interface RefusalSummary {
  /** How many requests were refused, by reason. */
  readonly refused: Readonly<Record<string, number>>
  /** How many of them left no line of their own. */
  readonly notLogged: Readonly<Record<string, number>>
}

/** Counts refused requests by reason, and bounds how many lines a flood of anonymous ones can write. */
export class RefusalCounts {
  readonly #linesPerReason: number
  #refused = new Map<string, number>()
  #notLogged = new Map<string, number>()

  constructor(linesPerReason: number = defaultLinesPerReason) {
    this.#linesPerReason = linesPerReason
  }

  /** Counts a refused request by each of its reasons; returns whether it gets a line. One with a user always does. */
  add(reasons: Iterable<string>, hasUser: boolean): boolean {
    const counted = [...reasons].filter((reason) => !expected.has(reason))
    const counts = counted.map((reason) => increment(this.#refused, reason))
    if (hasUser || counts.length === 0 || counts.some((count) => count <= this.#linesPerReason)) return true
    for (const reason of counted) increment(this.#notLogged, reason)
    return false
  }

  /** Returns the counts since the last call; `null` when there were none. */
  take(): RefusalSummary | null {
    if (this.#refused.size === 0) return null
    const summary = { refused: Object.fromEntries(this.#refused), notLogged: Object.fromEntries(this.#notLogged) }
    this.#refused = new Map()
    this.#notLogged = new Map()
    return summary
  }
}

function increment(counts: Map<string, number>, reason: string): number {
  const count = (counts.get(reason) ?? 0) + 1
  counts.set(reason, count)
  return count
}
