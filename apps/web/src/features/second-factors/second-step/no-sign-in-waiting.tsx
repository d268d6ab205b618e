import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'

const texts = {
  /** It was finished, or there was none. */
  none: { title: 'none', lead: 'noneText' },
  expired: { title: 'ended', lead: 'expiredText' },
  ended: { title: 'ended', lead: 'endedText' },
} as const

export interface NoSignInWaitingProps {
  readonly why: keyof typeof texts
  /** How to begin again. */
  readonly children: ReactNode
}

/** Says that no sign-in waits for its second factor here. */
export function NoSignInWaiting({ why, children }: NoSignInWaitingProps): JSX.Element {
  const words = useTranslations('secondStep')
  const { title, lead } = texts[why]
  useHeadingFocus()
  return (
    <>
      <PageHeading title={words(title)} lead={words(lead)} />
      {children}
    </>
  )
}
