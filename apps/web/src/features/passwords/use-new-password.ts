import { passwordMinLength } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import type { RefusalFields } from '../../forms/refused-fields.ts'
import { type FieldRule, useFieldRules } from '../../forms/use-field-rules.ts'

export interface NewPassword<Field extends string> {
  /** What a new password must be on this server, under its field. */
  readonly hint: string
  readonly rule: FieldRule
  /** Refusals of a new password. */
  readonly refusals: RefusalFields<Field>
}

/** The rules of this server for new passwords; until it has answered, the least that any server demands. */
export function useNewPassword<Field extends string>(field: Field): NewPassword<Field> {
  const texts = useTranslations('password')
  const fields = useTranslations('fields')
  const rules = useFieldRules()
  const policy = trpc.passwords.policy.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const min = policy.data?.minLength ?? passwordMinLength
  return {
    hint: texts('hint', { min }),
    rule: rules.newPassword(min),
    refusals: {
      PASSWORD_TOO_COMMON: { field, message: fields('passwordTooCommon') },
      PASSWORD_TOO_SHORT: { field, message: fields('passwordTooShort', { min }) },
    },
  }
}
