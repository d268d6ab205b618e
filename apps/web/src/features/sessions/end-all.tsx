import { type JSX, useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import classes from './end-all.module.css'
import { revocationBoundText, sessionCount } from './session-messages.ts'

export interface EndAllProps {
  /** This one included. */
  readonly count: number
  readonly busy: boolean
  readonly onEnd: () => void
}

/** The way out when nothing on the list can be trusted. It stands apart, as it takes this session along. */
export function EndAll({ count, busy, onEnd }: EndAllProps): JSX.Element {
  const [asked, setAsked] = useState(false)
  return (
    <div className={classes.root}>
      <p className={classes.text}>Lost a device, or don’t recognise something here? Start over everywhere.</p>
      <BusyButton variant="default" size="sm" danger busy={busy} onClick={() => setAsked(true)}>
        End all, this one too
      </BusyButton>
      {asked && (
        <ConfirmDialog
          title="End all, this one too?"
          confirm={`End ${sessionCount(count)}`}
          onConfirm={() => {
            setAsked(false)
            onEnd()
          }}
          onCancel={() => setAsked(false)}
        >
          Every session ends and its open tabs close within {revocationBoundText()}. You’ll be signed out here, too, and
          have to sign in again.
        </ConfirmDialog>
      )}
    </div>
  )
}
