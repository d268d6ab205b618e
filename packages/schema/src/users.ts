import { z } from 'zod'
import { emailProblem, nameMaxLength, nameProblem } from './field-rules.ts'
import { ruledText } from './ruled-text.ts'

/** An email address as typed. The canonical form is what counts; see {@link canonicalEmail}. */
export const emailInput = ruledText(emailProblem, {
  missing: 'Enter an email address, like ada@example.com.',
  invalid: 'Enter an email address, like ada@example.com.',
  too_long: 'This address is too long.',
})

/** The name that a user has given: in any script, without control characters, at most 80 characters long. */
export const nameInput = ruledText(nameProblem, {
  missing: 'Enter your name.',
  invalid: 'This name has characters that can’t be kept.',
  too_long: `Use at most ${nameMaxLength} characters.`,
}).transform((name) => name.trim().normalize('NFC'))

export const renameUserInput = z.strictObject({ name: nameInput })
export type RenameUserInput = z.output<typeof renameUserInput>

export const roles = ['user', 'admin'] as const
export type Role = (typeof roles)[number]

/** A user as they see themselves. Dates are ISO 8601 in UTC. */
export interface UserView {
  readonly id: string
  readonly email: string
  /** When they proved to own the mailbox; `null` while they have not. */
  readonly emailProvenAt: string | null
  readonly name: string
  readonly role: Role
  readonly createdAt: string
}
