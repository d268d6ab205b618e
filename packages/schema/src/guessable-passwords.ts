import { normalizePassword } from './field-rules.ts'

/** What a guesser tries first for this user. */
export interface PasswordContext {
  readonly email: string
  readonly name: string
}

const productWords = ['latchkey']

/** Returns the form in which passwords are compared with lists that fold case: "Password1 " is found as "password1". */
export function foldPassword(password: string): string {
  return password.toLowerCase().trim()
}

/**
 * Returns whether a normalised password is one that no list needs to have: a pattern, or what its user or this product is
 * called. Words are compared with the whole password, never with a part of it.
 */
export function isGuessablePassword(password: string, context: PasswordContext): boolean {
  const folded = foldPassword(password)
  return contextWords(context).has(folded) || isPattern(folded)
}

/** Each word, alone and repeated: "latchkeylatchkey" is what a minimum of 15 makes of "latchkey". */
function contextWords({ email, name }: PasswordContext): ReadonlySet<string> {
  const local = email.slice(0, email.lastIndexOf('@'))
  const folded = normalizePassword(name).toLowerCase()
  const words = [...productWords, email, local, folded, folded.replaceAll(/\s/g, '')]
  return new Set(words.flatMap((word) => [word, word + word]))
}

const rows = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const runs = [...rows, ...rows.map((row) => Array.from(row).toReversed().join(''))]

/** One to four characters over and over, or a run along the alphabet or the keyboard: no list has them all. */
function isPattern(folded: string): boolean {
  return isRepetition(folded) || runs.some((run) => run.includes(folded))
}

function isRepetition(folded: string): boolean {
  const characters = Array.from(folded)
  return [1, 2, 3, 4].some((length) => characters.every((character, index) => character === characters[index % length]))
}
