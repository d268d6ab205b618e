import { isGuessablePassword, newPasswordProblem, normalizePassword, type PasswordContext } from '@latchkey/schema'

/** What there is to say of a new password while it is typed. */
export type PasswordFeedback = 'short' | 'met' | 'common' | 'refused'

export interface FeedbackRules {
  /** In code points. */
  readonly minLength: number
  readonly context: PasswordContext
  /** Whether the list of common passwords has a password, as far as is known. */
  readonly isListed: (password: string) => boolean
}

/** Returns what the server would say of a password, by its own rules. */
export function passwordFeedback(typed: string, { minLength, context, isListed }: FeedbackRules): PasswordFeedback {
  const problem = newPasswordProblem(typed, minLength)
  if (problem === 'missing' || problem === 'too_short') return 'short'
  if (problem !== null) return 'refused'
  const password = normalizePassword(typed)
  return isGuessablePassword(password, context) || isListed(password) ? 'common' : 'met'
}

/** Returns the normalised password to look up in the list, or `null` where another rule has decided already. */
export function passwordToLookUp(typed: string, minLength: number): string | null {
  return newPasswordProblem(typed, minLength) === null ? normalizePassword(typed) : null
}
