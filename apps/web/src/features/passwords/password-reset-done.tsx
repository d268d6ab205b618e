import type { PasswordResetView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import { parseReturnToSearch } from '../../navigation/return-path.ts'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'

export interface PasswordResetDoneProps extends PasswordResetView {
  /** The path of this app to go to after the next sign-in. */
  readonly returnTo: string
}

/** Says that a new password is set, what ended by it, and what can still sign in without it. */
export function PasswordResetDone({ endedSessions, connectedAccounts, returnTo }: PasswordResetDoneProps): JSX.Element {
  const texts = useTranslations('forgotPassword')
  const app = useTranslations('app')
  useHeadingFocus()
  return (
    <>
      <PageHeading
        title={texts('done')}
        lead={texts('doneText', { count: endedSessions, accounts: connectedAccounts })}
      />
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
