import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { moment, names } from '../../language/rich.tsx'
import { revocationSeconds } from './revocation-seconds.ts'

export interface EndSessionDialogProps {
  readonly session: SessionView
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/**
 * Asks before a session is ended: when it began and where it was last used, which tells sessions with one name apart, and
 * what follows.
 */
export function EndSessionDialog({ session, onConfirm, onCancel }: EndSessionDialogProps): JSX.Element {
  const texts = useTranslations('ending')
  const { name, kind, ip, place, createdAt } = session
  const lastUsed =
    ip === null
      ? texts('lastUsedUnknown')
      : place === null
        ? texts('lastUsed', { ip })
        : texts('lastUsedIn', { ip, place })
  return (
    <ConfirmDialog
      title={texts.rich('title', { ...names, name })}
      confirm={texts('confirm')}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      {texts.rich('signedIn', moment(createdAt))} {lastUsed}{' '}
      {kind === 'client' ? texts('appText') : texts('browserText', { seconds: revocationSeconds })}
    </ConfirmDialog>
  )
}
