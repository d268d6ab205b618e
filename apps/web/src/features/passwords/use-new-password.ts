import { passwordMinLength, type PasswordPolicyView } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import type { RefusalFields } from '../../forms/refused-fields.ts'
import { type FieldRule, useFieldRules } from '../../forms/use-field-rules.ts'

export interface NewPassword<Field extends string> {
  /** The least that a new password must have on this server, in code points. */
  readonly minLength: number
  readonly rule: FieldRule
  /** Refusals of a new password. */
  readonly refusals: RefusalFields<Field>
}

/** The rules of this server for new passwords; until it has answered, the least that any server demands. */
export function useNewPassword<Field extends string>(
  field: Field,
  policy: PasswordPolicyView | null,
): NewPassword<Field> {
  const fields = useTranslations('fields')
  const rules = useFieldRules()
  const minLength = policy?.minLength ?? passwordMinLength
  return {
    minLength,
    rule: rules.newPassword(minLength),
    refusals: {
      PASSWORD_TOO_COMMON: { field, message: fields('passwordTooCommon') },
      PASSWORD_TOO_SHORT: { field, message: fields('passwordTooShort', { min: minLength }) },
    },
  }
}
