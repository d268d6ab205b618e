import { codeCharacters, isSecondFactorCode, isTotpCode } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import type { FieldRule } from '../forms/use-field-rules.ts'

export interface SecondFactorRules {
  /** For the code of an authenticator app, or a recovery code. */
  readonly any: FieldRule
  /** For the code of an authenticator app. */
  readonly totp: FieldRule
}

/** The rules of the server for the codes of second factors, with what to say of each problem. */
export function useSecondFactorRules(): SecondFactorRules {
  const code = useTranslations('code')
  const secondStep = useTranslations('secondStep')
  const twoStep = useTranslations('twoStep')
  const rule =
    (isCode: (characters: string) => boolean, shape: string): FieldRule =>
    (typed) => {
      const characters = codeCharacters(typed)
      if (characters === '') return code('missing')
      return isCode(characters) ? null : shape
    }
  return { any: rule(isSecondFactorCode, secondStep('shape')), totp: rule(isTotpCode, twoStep('codeShape')) }
}
