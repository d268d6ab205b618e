/** Random numbers that can be repeated: the same seed gives the same numbers. */
export interface SeededRandom {
  readonly seed: number
  /** A whole number from 0 to `below`, which it never is. */
  readonly below: (below: number) => number
  readonly pick: <T>(choices: readonly T[]) => T
}

/** Mulberry32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    seed,
    below,
    pick: (choices) => {
      const [choice] = choices.slice(below(choices.length))
      if (choice === undefined) throw new Error('there is nothing to pick')
      return choice
    },
  }
}

/** Runs a part of a test that depends on random numbers. The message of its error names the seed and the part. */
export async function withSeed(random: SeededRandom, part: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Error) error.message = `seed ${random.seed}, ${part}: ${error.message}`
    throw error
  }
}
