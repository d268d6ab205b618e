import { type JSX, useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import classes from './end-all.module.css'
import { revocationBoundText, sessionCount } from './session-messages.ts'

export interface EndAllProps {
  /** The number of sessions, this one included. */
  readonly count: number
  readonly busy: boolean
  readonly onEnd: () => void
}

/** Ends all sessions, for a user who trusts none of them. It stands apart, as it ends this session too. */
export function EndAll({ count, busy, onEnd }: EndAllProps): JSX.Element {
  const [confirming, setConfirming] = useState(false)
  return (
    <div className={classes.root}>
      <p className={classes.text}>Lost a device, or don’t recognise something here? Start over everywhere.</p>
      <BusyButton variant="default" size="sm" danger busy={busy} onClick={() => setConfirming(true)}>
        End all, this one too
      </BusyButton>
      {confirming && (
        <ConfirmDialog
          title="End all, this one too?"
          confirm={`End ${sessionCount(count)}`}
          onConfirm={() => {
            setConfirming(false)
            onEnd()
          }}
          onCancel={() => setConfirming(false)}
        >
          Every session ends and its open tabs close within {revocationBoundText()}. You’ll be signed out here, too, and
          have to sign in again.
        </ConfirmDialog>
      )}
    </div>
  )
}
