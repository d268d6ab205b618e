import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { revocationSeconds } from './revocation-seconds.ts'

export interface SignOutOthersProps {
  readonly count: number
  readonly busy: boolean
  readonly onConfirm: () => void
}

/** Ends every session but this one. */
export function SignOutOthers({ count, busy, onConfirm }: SignOutOthersProps): JSX.Element {
  const texts = useTranslations('ending')
  const [confirming, setConfirming] = useState(false)
  return (
    <>
      <BusyButton variant="default" size="sm" busy={busy} onClick={() => setConfirming(true)}>
        {texts('others')}
      </BusyButton>
      {confirming && (
        <ConfirmDialog
          title={texts('othersTitle')}
          confirm={texts('confirmMany', { count })}
          onConfirm={() => {
            setConfirming(false)
            onConfirm()
          }}
          onCancel={() => setConfirming(false)}
        >
          {texts('othersText', { seconds: revocationSeconds })}
        </ConfirmDialog>
      )}
    </>
  )
}
