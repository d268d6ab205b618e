import type { JSX } from 'react'
import { ConfirmDialog, type ConfirmDialogProps } from '../../../components/confirm-dialog.tsx'

export interface DisconnectDialogProps extends Pick<ConfirmDialogProps, 'onConfirm' | 'onCancel'> {
  /** The provider's name. */
  readonly name: string
}

export function DisconnectDialog({ name, ...answers }: DisconnectDialogProps): JSX.Element {
  return (
    <ConfirmDialog
      {...answers}
      title={
        <>
          Disconnect <bdi>{name}</bdi>?
        </>
      }
      confirm={`Disconnect ${name}`}
    >
      You can’t sign in with it until you connect it again. Sessions that began with it stay open; you can end them
      under Access.
    </ConfirmDialog>
  )
}
