import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import { parseReturnToSearch } from '../../navigation/return-path.ts'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'

export interface PasswordResetDoneProps {
  readonly endedSessions: number
  /** The path of this app to go to after the next sign-in. */
  readonly returnTo: string
}

/** Says that a new password is set, and what ended by it. */
export function PasswordResetDone({ endedSessions, returnTo }: PasswordResetDoneProps): JSX.Element {
  const texts = useTranslations('forgotPassword')
  const app = useTranslations('app')
  useHeadingFocus()
  return (
    <>
      <PageHeading title={texts('done')} lead={texts('doneText', { count: endedSessions })} />
      <Button
        size="md"
        fullWidth
        renderRoot={(props) => <Link {...props} to="/sign-in" search={parseReturnToSearch({ returnTo })} />}
      >
        {app('signIn')}
      </Button>
    </>
  )
}
