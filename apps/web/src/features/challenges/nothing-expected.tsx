import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'

/** Shown where this tab waits for no code. */
export function NothingExpected({ isSignedIn }: { readonly isSignedIn: boolean }): JSX.Element {
  const texts = useTranslations('checkMail')
  const app = useTranslations('app')
  return (
    <>
      <PageHeading title={texts('none')} lead={texts('noneText')} />
      <Button component={Link} to={isSignedIn ? '/' : '/sign-in'} size="md" fullWidth>
        {app(isSignedIn ? 'goToAccess' : 'signIn')}
      </Button>
    </>
  )
}
