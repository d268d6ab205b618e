import { z } from 'zod'
import { captchaInput } from './captcha.ts'
import { newPasswordProblem, passwordMaxLength, passwordMinLength, passwordProblem } from './field-rules.ts'
import { ruledText } from './ruled-text.ts'
import { emailInput, nameInput } from './users.ts'

const messages = {
  missing: 'Enter your password.',
  invalid: 'This password has characters that can’t be kept.',
  too_short: `Use at least ${passwordMinLength} characters.`,
} as const

/** A password that a user signs in or steps up with: only what could never have been set is refused. */
export const passwordInput = ruledText(passwordProblem, {
  ...messages,
  too_long: `A password has at most ${passwordMaxLength} characters.`,
})

/** A password that a user sets. The server's own minimum and its blocklist are checked in addition. */
export const newPasswordInput = ruledText((typed) => newPasswordProblem(typed), {
  ...messages,
  too_long: `Use at most ${passwordMaxLength} characters.`,
})

const rememberInput = z.boolean().optional()

export const signUpInput = z.strictObject({
  email: emailInput,
  password: newPasswordInput,
  name: nameInput,
  remember: rememberInput,
  captcha: captchaInput.optional(),
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

/** Whom users of this server ask for help, as its operator has configured it. */
export interface SupportContactView {
  /** A `mailto:` or an `https:` address. */
  readonly href: string
  /** The same as people read it. */
  readonly text: string
}

/** What a new password must be on this server, for the hint beside the field. Lengths in code points. */
export interface PasswordPolicyView {
  readonly minLength: number
  readonly maxLength: number
  /** Whom to ask about a forgotten password; `null` where the operator names no contact. */
  readonly support: SupportContactView | null
}
