import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { Dialog } from '../components/dialog.tsx'
import classes from '../forms/form.module.css'
import { StepUpForm } from './step-up-form.tsx'
import { StepUpWithProvider } from './step-up-with-provider.tsx'

export interface StepUpDialogProps {
  readonly email: string
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
}

/** Has the user confirm who they are, before a change that a borrowed browser should not allow. */
export function StepUpDialog({ email, onSteppedUp, onCancel }: StepUpDialogProps): JSX.Element | null {
  const texts = useTranslations('stepUp')
  const app = useTranslations('app')
  const methods = trpc.identities.list.useQuery(undefined, { retry: false })
  // Shown as a whole: no part of it moves once the focus is there.
  if (methods.isPending) return null
  const hasPassword = methods.data?.hasPassword ?? true
  return (
    <Dialog title={texts('title')} onClose={onCancel}>
      <div className={classes.form}>
        {hasPassword && <StepUpForm email={email} onSteppedUp={onSteppedUp} onCancel={onCancel} />}
        {methods.data !== undefined && (
          <StepUpWithProvider identities={methods.data.identities} instead={hasPassword} onSteppedUp={onSteppedUp} />
        )}
        {!hasPassword && (
          <div className={classes.dialogActions}>
            <Button variant="default" onClick={onCancel}>
              {app('cancel')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
