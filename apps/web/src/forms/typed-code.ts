import { userCodeAlphabet, userCodeLength } from '@latchkey/schema'

/** The number of letters before the dash. */
const half = userCodeLength / 2

/** A whole code inside a longer text: a sentence, or the address that the device showed. */
const wholeCode = new RegExp(
  `(?<![A-Z0-9])([${userCodeAlphabet}]{${half}})[^A-Z0-9]{0,3}([${userCodeAlphabet}]{${half}})(?![A-Z0-9])`,
)

/** Letters and digits that can’t be in a code; separators are ignored. */
const strays = new RegExp(`(?![${userCodeAlphabet}])[\\p{L}\\p{N}]`, 'u')

export interface TypedCode {
  /** The letters that can be in a code, at most eight of them. */
  readonly letters: string
  /** The first letter or digit that can’t be in one, or `null`. */
  readonly stray: string | null
}

/** Reads a typed or pasted code. */
export function readCode(text: string): TypedCode {
  const capitals = text.toUpperCase()
  const [, first, second] = wholeCode.exec(capitals) ?? []
  if (first !== undefined && second !== undefined) return { letters: first + second, stray: null }
  const letters = lettersOf(capitals)
  const [stray = null] = capitals.match(strays) ?? []
  return { letters: letters.slice(0, userCodeLength), stray }
}

/** Formats a code with its dash once a letter follows it: an earlier dash could not be deleted. */
export function showCode(letters: string): string {
  return letters.length > half ? `${letters.slice(0, half)}-${letters.slice(half)}` : letters
}

/** Returns the position of the caret in the formatted code when it stood behind this text. */
export function caretBehind(text: string): number {
  const count = Math.min(lettersOf(text.toUpperCase()).length, userCodeLength)
  return count > half ? count + 1 : count
}

function lettersOf(capitals: string): string {
  return capitals.replaceAll(new RegExp(`[^${userCodeAlphabet}]`, 'g'), '')
}
