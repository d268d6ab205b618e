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
  /** In the place of the list, when there is none. */
  readonly empty: ReactNode
  readonly onRename: (session: SessionView) => void
  /** Puts the focus where the list begins, when no row is left to take it. */
  readonly focusHeading: () => void
}

export function OtherSessions({ sessions, end, empty, onRename, focusHeading }: OtherSessionsProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const order = useStableOrder(sessions)
  /** The row that is about to disappear, and the one that takes the focus then. */
  const leaving = useRef<{ readonly id: string; readonly nextId: string | null }>(null)
  const [asked, setAsked] = useState<SessionView | null>(null)

  async function endAsked(session: SessionView): Promise<void> {
    setAsked(null)
    const place = order.ordered.findIndex(({ id }) => id === session.id)
    const next = order.ordered[place + 1]
    if (await end.endOne(session)) leaving.current = { id: session.id, nextId: next?.id ?? null }
  }

  useEffect(() => {
    const left = leaving.current
    if (left === null || order.ordered.some((session) => session.id === left.id)) return
    leaving.current = null
    // Someone who went on to something else in the meantime stays there.
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
                  onClick={() => setAsked(session)}
                >
                  End
                </BusyButton>
              </span>
            }
          />
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
          {whereabouts(asked)} {whatFollows(asked)}
        </ConfirmDialog>
      )}
    </>
  )
}

function whatFollows({ kind }: SessionView): string {
  if (kind === 'client') return 'It’s refused from its next request on, and has to be let in again.'
  return `It’s refused from its next request on, its open tabs close within ${revocationBoundText()}, and whoever uses it has to sign in again.`
}

/** Tells apart sessions that share a name. */
function whereabouts({ ip, place }: SessionView): string {
  if (ip === null) return 'Last used from an unknown address.'
  return place === null ? `Last used from ${ip}.` : `Last used from ${ip}, ${place}.`
}
