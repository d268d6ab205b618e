import { Button } from '@mantine/core'
import type { IdentityListView } from '@latchkey/schema'
import { type JSX, type ReactNode, Suspense } from 'react'
import { trpc } from '../../api/trpc.ts'
import { Dialog } from '../../components/dialog.tsx'
import classes from '../../forms/form.module.css'
import { StepUpForm } from './step-up-form.tsx'

/** The ways to prove oneself that are no password. */
export type OtherWays = (methods: IdentityListView, onProved: () => void) => ReactNode

export interface StepUpDialogProps {
  readonly email: string
  readonly otherWays: OtherWays
  readonly onProved: () => void
  readonly onCancel: () => void
}

/** Asks for a proof of the person before something that a borrowed browser should not be able to do. */
export function StepUpDialog({ email, otherWays, onProved, onCancel }: StepUpDialogProps): JSX.Element | null {
  const methods = trpc.identities.list.useQuery(undefined, { retry: false })
  // It comes as a whole: nothing in it moves once the focus is there.
  if (methods.isPending) return null
  const hasPassword = methods.data?.hasPassword ?? true
  return (
    <Dialog title="Confirm it’s you" onClose={onCancel}>
      <div className={classes.form}>
        {hasPassword && <StepUpForm email={email} onProved={onProved} onCancel={onCancel} />}
        {methods.data !== undefined && <Suspense>{otherWays(methods.data, onProved)}</Suspense>}
        {!hasPassword && (
          <div className={classes.dialogActions}>
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
