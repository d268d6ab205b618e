import { expect } from 'vitest'
import type { StoreCall } from './store-call.ts'

/** The numbers of twenty callers. */
export const callers = Array.from({ length: 20 }, (_, number) => number)
/** How many of them lose where one wins. */
export const losers = callers.length - 1

/** Makes twenty calls, each from the number of its caller. */
export const crowd = (call: (caller: number) => StoreCall): readonly StoreCall[] => callers.map(call)

/** Returns the number of the caller who got the result of which there is one. */
export function winnerOf(results: readonly unknown[], hasWon: (result: unknown) => boolean): number {
  const winners = callers.filter((caller) => hasWon(results[caller]))
  expect(winners).toHaveLength(1)
  return winners[0] ?? 0
}

export const isTrue = (result: unknown): boolean => result === true
export const isAnswer = (result: unknown): boolean => typeof result === 'object' && result !== null
