import { canonicalEmail, emailMaxLength } from './email.ts'
import { codePointLength, isStorableText } from './text.ts'

/** The least that any configuration may ask for (OWASP ASVS 5.0, 6.2.1); a server may ask for more. */
export const passwordMinLength = 8
export const passwordMaxLength = 256
export const nameMaxLength = 80
export const sessionNameMaxLength = 60

/** Above this many UTF-16 units for each character of its maximum a text is not looked at any further. */
const unitsPerCharacter = 8

/** Why a text can't be the value of a field. */
export type FieldProblem = 'missing' | 'invalid' | 'too_short' | 'too_long'

/**
 * The form in which a password is counted, compared and hashed: NFC, nothing else. No trimming, no case folding, no
 * truncation.
 *
 * @see [NIST SP 800-63B-4 §3.1.1.2](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver)
 */
export function normalizePassword(typed: string): string {
  return typed.normalize('NFC')
}

// The rules of the input schemas, for forms: these functions need no zod, and a test compares them with the schemas.

/** Returns what is wrong with the name of a user, or `null`. */
export function nameProblem(typed: string): FieldProblem | null {
  if (isFarTooLong(typed, nameMaxLength)) return 'too_long'
  if (!isStorableText(typed) || /\p{Cc}/u.test(typed)) return 'invalid'
  return lengthProblem(typed.trim().normalize('NFC'), nameMaxLength)
}

/** Returns what is wrong with the name of a session, or `null`. */
export function sessionNameProblem(typed: string): FieldProblem | null {
  if (isFarTooLong(typed, sessionNameMaxLength)) return 'too_long'
  if (!isStorableText(typed) || /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(typed)) return 'invalid'
  const name = typed.trim().normalize('NFC')
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? lengthProblem(name, sessionNameMaxLength) : 'missing'
}

/** Returns what is wrong with an email address, or `null`. */
export function emailProblem(typed: string): FieldProblem | null {
  if (typed.length > emailMaxLength * 4) return 'too_long'
  if (typed.trim() === '') return 'missing'
  return canonicalEmail(typed) === null ? 'invalid' : null
}

/** Returns what is wrong with a password that is tried, or `null`: only what could never have been set is refused. */
export function passwordProblem(typed: string): FieldProblem | null {
  if (typed === '') return 'missing'
  // Nothing is normalised or counted past this: normalising is quadratic in the worst of inputs.
  if (isFarTooLong(typed, passwordMaxLength)) return 'too_long'
  return isStorableText(typed) ? null : 'invalid'
}

/** Returns what is wrong with a password that is set, or `null`. `minLength` is that of the server, in code points. */
export function newPasswordProblem(typed: string, minLength: number = passwordMinLength): FieldProblem | null {
  const problem = passwordProblem(typed)
  if (problem !== null) return problem
  const length = codePointLength(normalizePassword(typed))
  if (length < minLength) return 'too_short'
  return length > passwordMaxLength ? 'too_long' : null
}

function isFarTooLong(typed: string, maxLength: number): boolean {
  return typed.length > maxLength * unitsPerCharacter
}

function lengthProblem(text: string, maxLength: number): FieldProblem | null {
  if (text === '') return 'missing'
  return codePointLength(text) > maxLength ? 'too_long' : null
}
