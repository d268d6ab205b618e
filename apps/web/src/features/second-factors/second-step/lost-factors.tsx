import type { PasswordPolicyView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { anchor, names } from '../../../language/rich.tsx'

/** Says whom to ask who has lost the app and the recovery codes. */
export function LostFactors({ support }: Pick<PasswordPolicyView, 'support'>): JSX.Element {
  const texts = useTranslations('secondStep')
  if (support === null) return <>{texts('lost')}</>
  return <>{texts.rich('lostAsk', { ...names, ...anchor(support.href), contact: support.text })}</>
}
