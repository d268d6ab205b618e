import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { anchor, names } from '../../language/rich.tsx'
import { usePasswordPolicy } from './use-password-policy.ts'

/** Says whom to ask about a forgotten password: the server sends no mail by which one could be reset. */
export function ForgottenPassword(): JSX.Element {
  const texts = useTranslations('signIn')
  const support = usePasswordPolicy()?.support ?? null
  if (support === null) return <>{texts('forgotten')}</>
  return <>{texts.rich('forgottenAsk', { ...names, ...anchor(support.href), contact: support.text })}</>
}
