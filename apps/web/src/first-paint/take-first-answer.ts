import type { FirstAnswer } from './run-first.ts'

/**
 * Returns the answer that is on its way since before the app's code was there, if it is the answer to this request. Only
 * the first request of the app can get it: later ones want an answer of their time.
 */
export function takeFirstAnswer(url: unknown, holder: { latchkeyFirstAnswer?: FirstAnswer }): Promise<Response> | null {
  const first = holder.latchkeyFirstAnswer
  delete holder.latchkeyFirstAnswer
  return first !== undefined && first.url === url ? first.answer : null
}
