import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'

const texts = {
  /** Reloaded, or cut off when it was copied. */
  missing: { title: 'missing', lead: 'missingText' },
  undo_missing: { title: 'undoMissing', lead: 'missingText' },
  ended: { title: 'ended', lead: 'endedText' },
  undo_ended: { title: 'ended', lead: 'undoEndedText' },
  /** A sign-up is finished in the browser where it began: another person may have begun it. */
  sign_up_elsewhere: { title: 'signUpElsewhere', lead: 'signUpElsewhereText' },
} as const

export interface UnusableLinkProps {
  readonly why: keyof typeof texts
  readonly isSignedIn: boolean
}

/** Says why a link does nothing here, and what to do instead. */
export function UnusableLink({ why, isSignedIn }: UnusableLinkProps): JSX.Element {
  const words = useTranslations('link')
  const app = useTranslations('app')
  useHeadingFocus()
  const { title, lead } = texts[why]
  return (
    <>
      <PageHeading title={words(title)} lead={words(lead)} />
      <Button component={Link} to={isSignedIn ? '/' : '/sign-in'} variant="default" size="md" fullWidth>
        {app(isSignedIn ? 'goToAccess' : 'signIn')}
      </Button>
    </>
  )
}
