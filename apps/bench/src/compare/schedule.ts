/** How many requests are under way at a time, each on a connection of its own. */
export const connections = 32

/** For how long, and how often, a server is asked. */
export interface Schedule {
  readonly rounds: number
  readonly warmUpMs: number
  readonly roundMs: number
}

/** Returns how servers are asked; quick rounds are fewer and shorter, and what comes of them is rough. */
export function scheduleOf(isQuick: boolean): Schedule {
  return isQuick ? { rounds: 2, warmUpMs: 2000, roundMs: 1000 } : { rounds: 5, warmUpMs: 8000, roundMs: 3000 }
}
