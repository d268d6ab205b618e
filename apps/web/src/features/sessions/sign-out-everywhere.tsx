import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { revocationSeconds } from './revocation-seconds.ts'
import classes from './sign-out-everywhere.module.css'

export interface SignOutEverywhereProps {
  /** The number of sessions, this one included. */
  readonly count: number
  readonly busy: boolean
  readonly onConfirm: () => void
}

/** Ends all sessions, for a user who trusts none of them. It stands apart, as it ends this session too. */
export function SignOutEverywhere({ count, busy, onConfirm }: SignOutEverywhereProps): JSX.Element {
  const texts = useTranslations('ending')
  const [confirming, setConfirming] = useState(false)
  return (
    <div className={classes.root}>
      <p className={classes.text}>{texts('everywhereHint')}</p>
      <BusyButton variant="default" size="sm" busy={busy} onClick={() => setConfirming(true)}>
        {texts('everywhere')}
      </BusyButton>
      {confirming && (
        <ConfirmDialog
          title={texts('everywhereTitle')}
          confirm={texts('confirmMany', { count })}
          onConfirm={() => {
            setConfirming(false)
            onConfirm()
          }}
          onCancel={() => setConfirming(false)}
        >
          {texts('everywhereText', { seconds: revocationSeconds })}
        </ConfirmDialog>
      )}
    </div>
  )
}
