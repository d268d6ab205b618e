import { codePointLength, normalizePassword, passwordMaxLength } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { foldPassword } from './password-digest.ts'

export interface PasswordPolicy {
  /** In code points. */
  readonly minLength: number
}

/** What a guesser tries first for this user. */
export interface PasswordContext {
  readonly email: string
  readonly name: string
}

const productWords = ['latchkey']

/**
 * Checks whether a normalised password may be set by what it looks like: long enough, no pattern, and not what its user is
 * called. There are no composition rules and no strength score. Words are compared with the whole password, never with a part
 * of it.
 *
 * @throws AuthError `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_COMMON`
 * @see [NIST SP 800-63B-4 §3.1.1.2](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver), OWASP ASVS 5.0, 6.2
 */
export function checkNewPassword(password: string, policy: PasswordPolicy, context: PasswordContext): void {
  const length = codePointLength(password)
  if (length < policy.minLength) throw new AuthError('PASSWORD_TOO_SHORT')
  if (length > passwordMaxLength) throw new RangeError('a password past the limit of the input reached the policy')
  const folded = foldPassword(password)
  if (contextWords(context).has(folded) || isPattern(folded)) throw new AuthError('PASSWORD_TOO_COMMON')
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
