import type { UserView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { confirmPath } from '../../../challenges/challenge-paths.ts'
import { BusyButton } from '../../../components/busy-button.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { names } from '../../../language/rich.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'
import { useSwitchAccount } from '../../../session/sign-out/use-switch-account.ts'

export interface LinkOfUserProps {
  /** The address that the link confirms. */
  readonly email: string
  /** Another user than the one who asked, or `null` where no user is signed in. */
  readonly user: Pick<UserView, 'email'> | null
}

/** Asks for the sign-in of the user who has to confirm an address. The link is kept in this document meanwhile. */
export function LinkOfUser({ email, user }: LinkOfUserProps): JSX.Element {
  const texts = useTranslations('link')
  const app = useTranslations('app')
  const consent = useTranslations('consent')
  const ended = useTranslations('ended')
  const switchAccount = useSwitchAccount()
  useHeadingFocus()
  if (user === null) {
    return (
      <>
        <PageHeading title={texts('signInFirst')} lead={texts.rich('signInFirstText', { ...names, email })} />
        <Button
          size="md"
          fullWidth
          renderRoot={(props) => <Link {...props} to="/sign-in" search={{ returnTo: confirmPath }} />}
        >
          {app('signIn')}
        </Button>
      </>
    )
  }
  return (
    <>
      <PageHeading title={texts('otherUser')} lead={texts.rich('otherUserText', { ...names, email: user.email })} />
      {switchAccount.error !== null && <ErrorNote error={switchAccount.error} lead={ended('stillSignedIn')} />}
      <BusyButton size="md" fullWidth busy={switchAccount.busy} onClick={switchAccount.signOut}>
        {consent('switchAccount')}
      </BusyButton>
    </>
  )
}
