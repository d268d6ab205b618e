import { recoveryCodeLength, userCodeAlphabet } from '@latchkey/schema'
import type { RandomBytes } from '../core/random.ts'

/** How many recovery codes a user has at first. */
export const recoveryCodeCount = 10

/**
 * Returns new recovery codes: ten letters each, which a person copies from paper. The first letter of each is another one, and
 * the nine others have 38 bits.
 */
export function newRecoveryCodes(random: RandomBytes): readonly string[] {
  const slots = shuffled(random).slice(0, recoveryCodeCount)
  return slots.map((slot) => slot + letters(random, recoveryCodeLength - 1))
}

/** Returns the first letter of a code, by which the only hash that may be its own is found. */
export function slotOf(code: string): string {
  return code.charAt(0)
}

function letters(random: RandomBytes, count: number): string {
  let text = ''
  while (text.length < count) text += userCodeAlphabet.charAt(below(random, userCodeAlphabet.length))
  return text
}

/** The alphabet in a random order (Fisher and Yates). */
function shuffled(random: RandomBytes): readonly string[] {
  const rest = userCodeAlphabet.split('')
  const chosen: string[] = []
  while (rest.length > 0) chosen.push(...rest.splice(below(random, rest.length), 1))
  return chosen
}

/** Returns a number below a bound, each equally likely. */
function below(random: RandomBytes, bound: number): number {
  const fair = 256 - (256 % bound)
  for (;;) {
    const [byte = fair] = random(1)
    if (byte < fair) return byte % bound
  }
}
