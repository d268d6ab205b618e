import type { SessionView } from '@latchkey/schema'
import { type JSX, useEffect, useRef, useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { SessionList } from './session-list.tsx'
import classes from './session-list.module.css'
import type { EndSessions } from './use-end-sessions.ts'
import { useStableOrder } from '../../lists/use-stable-order.ts'

export interface OtherSessionsProps {
  readonly sessions: readonly SessionView[]
  readonly end: EndSessions
  /** Puts the focus where the list begins, when no row is left to take it. */
  readonly focusHeading: () => void
}

export function OtherSessions({ sessions, end, focusHeading }: OtherSessionsProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const order = useStableOrder(sessions)
  /** The row that is about to disappear, and the one that takes the focus then. */
  const leaving = useRef<{ readonly id: string; readonly nextId: string | null }>(null)
  const [asked, setAsked] = useState<SessionView | null>(null)

  async function endAsked(session: SessionView): Promise<void> {
    setAsked(null)
    const next = order.ordered[order.ordered.indexOf(session) + 1]
    if (await end.endOne(session)) leaving.current = { id: session.id, nextId: next?.id ?? null }
  }

  useEffect(() => {
    const left = leaving.current
    if (left === null || order.ordered.some((session) => session.id === left.id)) return
    leaving.current = null
    // Someone who went on to something else in the meantime stays there.
    if (document.activeElement !== document.body) return
    const row = container.current?.querySelector(`[data-session="${left.nextId ?? ''}"]`)
    const button = row?.querySelector<HTMLElement>('[data-end] button')
    if (button) button.focus()
    else focusHeading()
  })

  if (order.ordered.length === 0) {
    return (
      <div className={classes.empty}>
        <strong>No other sessions</strong>
        When you sign in on another device or browser, it shows here, and you can end it.
      </div>
    )
  }

  return (
    <>
      <SessionList
        container={container}
        order={order}
        renderAction={(session) => (
          <span data-end>
            <BusyButton
              variant="default"
              size="sm"
              danger
              busy={end.ending === session.id}
              aria-label={`End ${session.name}`}
              onClick={() => setAsked(session)}
            >
              End
            </BusyButton>
          </span>
        )}
      />
      {asked !== null && (
        <ConfirmDialog
          title={
            <>
              End <bdi>{asked.name}</bdi>?
            </>
          }
          confirm="End session"
          onConfirm={() => void endAsked(asked)}
          onCancel={() => setAsked(null)}
        >
          {whereabouts(asked)} It ends on its very next request; whoever uses it has to sign in again.
        </ConfirmDialog>
      )}
    </>
  )
}

/** Tells apart sessions that share a name. */
function whereabouts({ ip }: SessionView): string {
  return ip === null ? 'Last used from an unknown address.' : `Last used from ${ip}.`
}
