import { UnstyledButton } from '@mantine/core'
import type { UserView } from '@latchkey/schema'
import { type JSX, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import type { SignOut } from '../../session/sign-out/use-sign-out.ts'
import classes from './signed-in-as.module.css'

export interface SignedInAsProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  readonly switchAccount: SignOut
}

/** Shows the user who decides, and how to sign in as another user. */
export function SignedInAs({ user, switchAccount }: SignedInAsProps): JSX.Element {
  const texts = useTranslations('consent')
  const ended = useTranslations('ended')
  const label = useId()
  const { signOut, busy, error } = switchAccount
  return (
    <section className={classes.root} aria-labelledby={label}>
      <h2 id={label} className={classes.label}>
        {texts('signedInAs')}
      </h2>
      <p className={classes.person}>
        <bdi className={classes.name}>{user.name}</bdi>
        <bdi className={classes.email}>{user.email}</bdi>
      </p>
      <UnstyledButton className={classes.switch} aria-disabled={busy} onClick={() => !busy && signOut()}>
        {texts(busy ? 'signingOut' : 'switchAccount')}
      </UnstyledButton>
      {error !== null && <ErrorNote error={error} lead={ended('stillSignedIn')} />}
    </section>
  )
}
