import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { names } from '../../../language/rich.tsx'
import { ConfirmDialog, type ConfirmDialogProps } from '../../../components/confirm-dialog.tsx'

export interface DisconnectDialogProps extends Pick<ConfirmDialogProps, 'onConfirm' | 'onCancel'> {
  /** The provider's name. */
  readonly name: string
}

export function DisconnectDialog({ name, ...answers }: DisconnectDialogProps): JSX.Element {
  const texts = useTranslations('methods')
  return (
    <ConfirmDialog
      {...answers}
      title={texts.rich('disconnectTitle', { ...names, provider: name })}
      confirm={texts('disconnectLabel', { provider: name })}
    >
      {texts('disconnectText')}
    </ConfirmDialog>
  )
}
