import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { names } from '../../language/rich.tsx'
import { useStableOrder } from '../../lists/use-stable-order.ts'
import { SessionList } from './session-list.tsx'
import { SessionRow } from './session-row.tsx'
import { revocationSeconds } from './revocation-seconds.ts'
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
  const texts = useTranslations('ending')
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
                  busy={end.ending === session.id}
                  aria-label={texts('endLabel', { name: session.name })}
                  onClick={() => setConfirming(session)}
                >
                  {texts('end')}
                </BusyButton>
              </span>
            }
          />
        )}
      />
      {confirming !== null && (
        <ConfirmDialog
          title={texts.rich('title', { ...names, name: confirming.name })}
          confirm={texts('confirm')}
          onConfirm={() => void endConfirmed(confirming)}
          onCancel={() => setConfirming(null)}
        >
          <Consequences session={confirming} />
        </ConfirmDialog>
      )}
    </>
  )
}

/** Where a session was last used, which tells sessions with one name apart, and what ending it does. */
function Consequences({ session: { kind, ip, place } }: { readonly session: SessionView }): JSX.Element {
  const texts = useTranslations('ending')
  const lastUsed =
    ip === null
      ? texts('lastUsedUnknown')
      : place === null
        ? texts('lastUsed', { ip })
        : texts('lastUsedIn', { ip, place })
  return (
    <>
      {lastUsed} {kind === 'client' ? texts('appText') : texts('browserText', { seconds: revocationSeconds })}
    </>
  )
}
