import { userCodeLength } from '@latchkey/schema'
import { useTranslations } from 'use-intl/react'
import type { TypedCode } from './typed-code.ts'
import type { FieldRule } from './use-field-rules.ts'

export interface CodeRules {
  /** For the letters of a code. */
  readonly code: FieldRule
  /** Returns what to say of a character that is in no code. */
  readonly strayMessage: (typed: TypedCode) => string | null
}

/** The rules for codes of eight letters: those of devices, and those that are mailed. */
export function useCodeRules(): CodeRules {
  const texts = useTranslations('code')
  return {
    code: (letters) => {
      if (letters === '') return texts('missing')
      if (letters.length === userCodeLength) return null
      return texts('incomplete', { length: userCodeLength, typed: letters.length })
    },
    strayMessage: ({ stray }) => (stray === null ? null : texts('stray', { letter: stray })),
  }
}
