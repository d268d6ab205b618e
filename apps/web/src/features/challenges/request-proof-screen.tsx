import type { UserView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { PendingChallenge } from '../../challenges/pending-challenge.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { names } from '../../language/rich.tsx'
import type { SignOut } from '../../session/sign-out/use-sign-out.ts'
import { ChangeEmailForm } from './change-email-form.tsx'
import classes from './request-proof-screen.module.css'
import { useRequestProof } from './use-request-proof.ts'

export interface RequestProofScreenProps {
  readonly user: Pick<UserView, 'email'>
  /** Whether the app shows nothing else before. */
  readonly required: boolean
  readonly returnTo: string
  readonly onMailed: (challenge: PendingChallenge) => void
  readonly signOut: SignOut
}

/** Asks a signed-in user to have a code mailed, or to change the address first. */
export function RequestProofScreen(props: RequestProofScreenProps): JSX.Element {
  const { user, required, returnTo, onMailed, signOut } = props
  const texts = useTranslations('proof')
  const email = useTranslations('emailAddress')
  const app = useTranslations('app')
  const ended = useTranslations('ended')
  const [changing, setChanging] = useState(false)
  const proof = useRequestProof({ email: user.email, returnTo: () => returnTo, onMailed })
  return (
    <>
      <PageHeading
        title={texts('title')}
        lead={texts.rich(required ? 'requiredLead' : 'lead', { ...names, email: user.email })}
      />
      {proof.error !== null && <ErrorNote error={proof.error} />}
      {changing ? (
        <ChangeEmailForm returnTo={returnTo} onMailed={onMailed} onCancel={() => setChanging(false)} />
      ) : (
        <div className={classes.actions}>
          <BusyButton size="md" fullWidth busy={proof.busy} onClick={() => void proof.request()}>
            {email('mailCode')}
          </BusyButton>
          <Button variant="default" size="md" fullWidth onClick={() => setChanging(true)}>
            {texts('changeAddress')}
          </Button>
          <BusyButton variant="subtle" size="md" fullWidth busy={signOut.busy} onClick={signOut.signOut}>
            {app('signOut')}
          </BusyButton>
        </div>
      )}
      {signOut.error !== null && <ErrorNote error={signOut.error} lead={ended('stillSignedIn')} />}
    </>
  )
}
