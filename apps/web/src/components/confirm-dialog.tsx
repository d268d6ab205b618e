import { Button } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './confirm-dialog.module.css'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  readonly title: ReactNode
  /** What confirming does. */
  readonly children: ReactNode
  /** A verb and its scope: “Sign out 3 sessions”. */
  readonly confirm: string
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Asks before an irreversible action. The cancel button comes first, so that the focus starts there. */
export function ConfirmDialog({ title, children, confirm, onConfirm, onCancel }: ConfirmDialogProps): JSX.Element {
  const texts = useTranslations('app')
  return (
    <Dialog title={title} onClose={onCancel}>
      <p className={classes.text}>{children}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          {texts('cancel')}
        </Button>
        <Button color="red" onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
