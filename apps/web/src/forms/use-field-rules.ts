import {
  emailMaxLength,
  emailProblem,
  type FieldProblem,
  nameMaxLength,
  nameProblem,
  newPasswordProblem,
  passwordMaxLength,
  passwordProblem,
  sessionNameMaxLength,
  sessionNameProblem,
} from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'

/** Returns what is wrong with the text of a field, for its user; `null` when nothing is. */
export type FieldRule = (typed: string) => string | null

export interface FieldRules {
  readonly name: FieldRule
  readonly sessionName: FieldRule
  readonly email: FieldRule
  readonly password: FieldRule
  /** For a password that is set on a server which asks for this many characters. */
  readonly newPassword: (minLength: number) => FieldRule
}

/** The rules of the server for fields, with what to say of each problem. */
export function useFieldRules(): FieldRules {
  const texts = useTranslations('fields')

  const ofName = (max: number): Record<FieldProblem, string> => ({
    missing: texts('nameMissing'),
    invalid: texts('nameInvalid'),
    too_short: texts('nameMissing'),
    too_long: texts('tooLong', { max }),
  })
  const ofPassword = (min: number, missing = texts('newPasswordMissing')): Record<FieldProblem, string> => ({
    missing,
    invalid: texts('passwordInvalid'),
    too_short: texts('passwordTooShort', { min }),
    too_long: texts('tooLong', { max: passwordMaxLength }),
  })
  return {
    name: rule(nameProblem, ofName(nameMaxLength)),
    sessionName: rule(sessionNameProblem, ofName(sessionNameMaxLength)),
    email: rule(emailProblem, {
      missing: texts('emailMissing'),
      invalid: texts('emailInvalid'),
      too_short: texts('emailInvalid'),
      too_long: texts('tooLong', { max: emailMaxLength }),
    }),
    password: rule(passwordProblem, ofPassword(1, texts('passwordMissing'))),
    newPassword: (min) => rule((typed) => newPasswordProblem(typed, min), ofPassword(min)),
  }
}

function rule(
  problemOf: (typed: string) => FieldProblem | null,
  messages: Readonly<Record<FieldProblem, string>>,
): FieldRule {
  return (typed) => {
    const problem = problemOf(typed)
    return problem === null ? null : messages[problem]
  }
}
