import { describeFailure } from './failure.ts'

const second = 1_000

const deadlines = new WeakMap<object, number>()

/**
 * Returns when the call of a refusal may be made again, in milliseconds of this browser's clock; `null` where nothing says.
 * All that count down for one refusal get the same moment: that of the first call here, plus the wait.
 */
export function retryDeadline(error: unknown, now: number = Date.now()): number | null {
  const failure = describeFailure(error)
  if (typeof error !== 'object' || error === null || failure.kind !== 'answered') return null
  const { retryAfter } = failure.data
  if (retryAfter === undefined) return null
  const deadline = deadlines.get(error) ?? now + retryAfter * second
  deadlines.set(error, deadline)
  return deadline
}
