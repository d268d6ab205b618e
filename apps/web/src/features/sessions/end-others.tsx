import { type JSX, useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { revocationBoundText, sessionCount } from './session-messages.ts'

export interface EndOthersProps {
  readonly count: number
  readonly busy: boolean
  readonly onEnd: () => void
}

export function EndOthers({ count, busy, onEnd }: EndOthersProps): JSX.Element {
  const [confirming, setConfirming] = useState(false)
  return (
    <>
      <BusyButton variant="default" danger busy={busy} onClick={() => setConfirming(true)}>
        End all others
      </BusyButton>
      {confirming && (
        <ConfirmDialog
          title="End all others?"
          confirm={`End ${sessionCount(count)}`}
          onConfirm={() => {
            setConfirming(false)
            onEnd()
          }}
          onCancel={() => setConfirming(false)}
        >
          Every session but this one is refused from its next request on, and its open tabs close within{' '}
          {revocationBoundText()}. You stay signed in here.
        </ConfirmDialog>
      )}
    </>
  )
}
