import { z } from 'zod'
import { codePointLength, isStorableText } from './text.ts'
import { emailInput, nameInput } from './users.ts'

/** The least that any configuration may ask for (OWASP ASVS 5.0, 6.2.1); a server may ask for more. */
export const passwordMinLength = 8
export const passwordMaxLength = 256

/** Above this many UTF-16 units no password can be within the limit. */
const maxUnits = passwordMaxLength * 8

/**
 * The form in which a password is counted, compared and hashed: NFC, nothing else. No trimming, no case folding, no
 * truncation.
 *
 * @see [NIST SP 800-63B-4 §3.1.1.2](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver)
 */
export function normalizePassword(typed: string): string {
  return typed.normalize('NFC')
}

/** A password that a user signs in or steps up with: only what could never have been set is refused. */
export const passwordInput = z
  .string()
  .min(1, 'Enter your password.')
  // Nothing is normalised or counted past this: normalising is quadratic in the worst of inputs.
  .max(maxUnits, { error: `A password has at most ${passwordMaxLength} characters.`, abort: true })
  .refine(isStorableText, 'This password has characters that can’t be kept.')

/** A password that a user sets. The server's own minimum and its blocklist are checked in addition. */
export const newPasswordInput = passwordInput
  .refine(
    (typed) => codePointLength(normalizePassword(typed)) >= passwordMinLength,
    `Use at least ${passwordMinLength} characters.`,
  )
  .refine(
    (typed) => codePointLength(normalizePassword(typed)) <= passwordMaxLength,
    `Use at most ${passwordMaxLength} characters.`,
  )

const rememberInput = z.boolean().optional()

export const signUpInput = z.strictObject({
  email: emailInput,
  password: newPasswordInput,
  name: nameInput,
  remember: rememberInput,
})
export type SignUpInput = z.output<typeof signUpInput>

export const signInInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  remember: rememberInput,
})
export type SignInInput = z.output<typeof signInInput>

export const stepUpInput = z.strictObject({ password: passwordInput })
export type StepUpInput = z.output<typeof stepUpInput>

export const changePasswordInput = z.strictObject({
  currentPassword: passwordInput,
  newPassword: newPasswordInput,
})
export type ChangePasswordInput = z.output<typeof changePasswordInput>

export const setPasswordInput = z.strictObject({ newPassword: newPasswordInput })
export type SetPasswordInput = z.output<typeof setPasswordInput>

/** What a new password must be on this server, for the hint beside the field. Lengths in code points. */
export interface PasswordPolicyView {
  readonly minLength: number
  readonly maxLength: number
}
