import type { RecoveryCodesView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { SetUpForm } from '../set-up/set-up-form.tsx'
import { useTotpSetUp } from '../set-up/use-totp-set-up.ts'
import classes from './required.module.css'

export interface RequiredSetUpProps {
  readonly onTurnedOn: (codes: RecoveryCodesView['recoveryCodes']) => void
}

/** Says why a second factor has to be set up first, and sets up an authenticator app. */
export function RequiredSetUp({ onTurnedOn }: RequiredSetUpProps): JSX.Element {
  const texts = useTranslations('twoStep')
  const setUp = useTotpSetUp()
  return (
    <>
      <PageHeading title={texts('requiredTitle')} lead={texts('requiredLead')} />
      {setUp.error !== null && <ErrorNote error={setUp.error} lead={texts('notTurnedOn')} />}
      {setUp.offer === null ? (
        <>
          <p className={classes.text}>{texts('requiredText')}</p>
          <BusyButton size="md" fullWidth busy={setUp.busy} onClick={() => void setUp.begin()}>
            {texts('setUp')}
          </BusyButton>
        </>
      ) : (
        <SetUpForm offer={setUp.offer} onTurnedOn={onTurnedOn} onCancel={setUp.cancel} />
      )}
    </>
  )
}
