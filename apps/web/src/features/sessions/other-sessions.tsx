import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useStableOrder } from '../../lists/use-stable-order.ts'
import { SessionList } from './session-list.tsx'
import { SessionRow } from './session-row.tsx'
import { revocationBoundText } from './session-messages.ts'
import type { EndSessions } from './use-end-sessions.ts'

export interface OtherSessionsProps {
  readonly sessions: readonly SessionView[]
  readonly end: EndSessions
  /** Shown in place of an empty list. */
  readonly empty: ReactNode
  readonly onRename: (session: SessionView) => void
  /** Focuses the heading of the list, when no row is left to take the focus. */
  readonly focusHeading: () => void
}

export function OtherSessions({ sessions, end, empty, onRename, focusHeading }: OtherSessionsProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const order = useStableOrder(sessions)
  /** The row that is about to disappear, and the one that takes the focus then. */
  const leaving = useRef<{ readonly id: string; readonly nextId: string | null }>(null)
  const [confirming, setConfirming] = useState<SessionView | null>(null)

  async function endConfirmed(session: SessionView): Promise<void> {
    setConfirming(null)
    const index = order.ordered.findIndex(({ id }) => id === session.id)
    const next = order.ordered[index + 1]
    if (await end.endOne(session)) leaving.current = { id: session.id, nextId: next?.id ?? null }
  }

  useEffect(() => {
    const left = leaving.current
    if (left === null || order.ordered.some((session) => session.id === left.id)) return
    leaving.current = null
    // The focus stays where the user has moved it in the meantime.
    if (document.activeElement !== document.body) return
    const row = container.current?.querySelector(`[data-row="${left.nextId ?? ''}"]`)
    const button = row?.querySelector<HTMLElement>('[data-end] button')
    if (button) button.focus()
    else focusHeading()
  })

  if (order.ordered.length === 0) return <>{empty}</>

  return (
    <>
      <SessionList
        container={container}
        order={order}
        renderRow={(session) => (
          <SessionRow
            key={session.id}
            session={session}
            onRename={onRename}
            action={
              <span data-end>
                <BusyButton
                  variant="default"
                  size="sm"
                  danger
                  busy={end.ending === session.id}
                  aria-label={`End ${session.name}`}
                  onClick={() => setConfirming(session)}
                >
                  End
                </BusyButton>
              </span>
            }
          />
        )}
      />
      {confirming !== null && (
        <ConfirmDialog
          title={
            <>
              End <bdi>{confirming.name}</bdi>?
            </>
          }
          confirm="End session"
          onConfirm={() => void endConfirmed(confirming)}
          onCancel={() => setConfirming(null)}
        >
          {lastUsedFrom(confirming)} {consequences(confirming)}
        </ConfirmDialog>
      )}
    </>
  )
}

function consequences({ kind }: SessionView): string {
  if (kind === 'client') return 'It’s refused from its next request on, and has to be let in again.'
  return `It’s refused from its next request on, its open tabs close within ${revocationBoundText()}, and whoever uses it has to sign in again.`
}

/** Tells apart sessions that share a name. */
function lastUsedFrom({ ip, place }: SessionView): string {
  if (ip === null) return 'Last used from an unknown address.'
  return place === null ? `Last used from ${ip}.` : `Last used from ${ip}, ${place}.`
}
