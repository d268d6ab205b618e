import type { PasswordPolicyView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { anchor, names } from '../../language/rich.tsx'

/** Says whom to ask about a forgotten password: the server sends no mail by which one could be reset. */
export function ForgottenPassword({ support }: Pick<PasswordPolicyView, 'support'>): JSX.Element {
  const texts = useTranslations('signIn')
  if (support === null) return <>{texts('forgotten')}</>
  return <>{texts.rich('forgottenAsk', { ...names, ...anchor(support.href), contact: support.text })}</>
}
