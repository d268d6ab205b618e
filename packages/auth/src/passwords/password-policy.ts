import {
  codePointLength,
  isGuessablePassword,
  type PasswordContext,
  passwordMaxLength,
  type SupportContactView,
} from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'

export interface PasswordPolicy {
  /** In code points. */
  readonly minLength: number
  /** Whom users ask who forgot their password; `null` where the operator names no contact. */
  readonly support: SupportContactView | null
}

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
  if (isGuessablePassword(password, context)) throw new AuthError('PASSWORD_TOO_COMMON')
}
