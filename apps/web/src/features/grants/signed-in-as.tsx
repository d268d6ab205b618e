import { UnstyledButton } from '@mantine/core'
import type { UserView } from '@latchkey/schema'
import { type JSX, useId } from 'react'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from './signed-in-as.module.css'

/** How someone goes on as somebody else. */
export interface SwitchAccount {
  readonly go: () => void
  readonly busy: boolean
  /** Why they are still who they were. */
  readonly error: unknown
}

export interface SignedInAsProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  readonly switchAccount: SwitchAccount
}

/** As whom an answer is given, and the way to give it as somebody else. */
export function SignedInAs({ user, switchAccount }: SignedInAsProps): JSX.Element {
  const label = useId()
  const { go, busy, error } = switchAccount
  return (
    <section className={classes.root} aria-labelledby={label}>
      <h2 id={label} className={classes.label}>
        You’re signed in as
      </h2>
      <p className={classes.person}>
        <bdi className={classes.name}>{user.name}</bdi>
        <bdi className={classes.email}>{user.email}</bdi>
      </p>
      <UnstyledButton className={classes.switch} aria-disabled={busy} onClick={() => !busy && go()}>
        {busy ? 'Signing out …' : 'Use another account'}
      </UnstyledButton>
      {error !== null && <ErrorNote error={error} lead="You’re still signed in." />}
    </section>
  )
}
