import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { useStableOrder } from '../../lists/use-stable-order.ts'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { useNow } from '../../time/use-now.ts'
import { type DeviceGroup, repeatedNames } from './device-groups.ts'
import { EndSessionDialog } from './end-session-dialog.tsx'
import { GroupRow } from './group-row.tsx'
import { SessionList } from './session-list.tsx'
import { SessionRow, type SessionRowProps } from './session-row.tsx'
import type { EndSessions } from './use-end-sessions.ts'

export interface OtherSessionsProps {
  readonly groups: readonly DeviceGroup[]
  readonly end: EndSessions
  /** Shown in place of an empty list. */
  readonly empty: ReactNode
  readonly onRename: (session: SessionView) => void
  /** Focuses a heading, when no row is left to take the focus. */
  readonly focusHeading: () => void
}

/** Where the focus can go in the list: the buttons that end a session or open a group, in their order on the page. */
const stops = '[data-stop]'

export function OtherSessions({ groups, end, empty, onRename, focusHeading }: OtherSessionsProps): JSX.Element {
  const texts = useTranslations('ending')
  const labelOf = useLabels(groups)
  const container = useRef<HTMLDivElement>(null)
  const order = useStableOrder(groups)
  /** The session that is about to disappear, and the place that takes the focus then. */
  const leaving = useRef<{ readonly id: string; readonly next: string | null }>(null)
  const [confirming, setConfirming] = useState<SessionView | null>(null)

  async function endConfirmed(session: SessionView): Promise<void> {
    setConfirming(null)
    const places = Array.from(container.current?.querySelectorAll<HTMLElement>(stops) ?? [], stopOf)
    const next = places[places.indexOf(session.id) + 1] ?? null
    // Noted before the answer: the stream may take the row away first.
    leaving.current = { id: session.id, next }
    const group = groups.find(({ sessions }) => sessions.some(({ id }) => id === session.id))
    if (!(await end.endOne(session, (group?.sessions.length ?? 1) - 1))) leaving.current = null
  }

  useEffect(() => {
    const left = leaving.current
    if (left === null || groups.some(({ sessions }) => sessions.some(({ id }) => id === left.id))) return
    leaving.current = null
    // The focus stays where the user has moved it in the meantime.
    if (document.activeElement !== document.body) return
    const places = [...(container.current?.querySelectorAll<HTMLElement>(stops) ?? [])]
    const button = places.find((place) => stopOf(place) === left.next)?.querySelector('button')
    if (button) button.focus()
    else focusHeading()
  })

  // The last app takes its whole section with it.
  const focusAfterAll = useEffectEvent(() => {
    if (leaving.current !== null && document.activeElement === document.body) focusHeading()
  })
  useEffect(() => () => focusAfterAll(), [])

  function renderRow(session: SessionView, place: SessionRowProps['place']): ReactNode {
    const label = labelOf(session)
    return (
      <SessionRow
        key={session.id}
        session={session}
        label={label}
        place={place}
        onRename={onRename}
        action={
          <span data-stop={session.id}>
            <BusyButton
              variant="default"
              size="sm"
              busy={end.ending === session.id}
              aria-label={texts('endLabel', { name: label })}
              onClick={() => setConfirming(session)}
            >
              {texts('end')}
            </BusyButton>
          </span>
        }
      />
    )
  }

  return (
    <>
      {order.ordered.length === 0 ? (
        empty
      ) : (
        <SessionList
          container={container}
          order={order}
          renderItem={(group) => {
            const [first, ...more] = group.sessions
            if (more.length === 0) return renderRow(first, 'list')
            return <GroupRow key={group.id} group={group} renderRow={(session) => renderRow(session, 'group')} />
          }}
        />
      )}
      {confirming !== null && (
        <EndSessionDialog
          session={confirming}
          onConfirm={() => void endConfirmed(confirming)}
          onCancel={() => setConfirming(null)}
        />
      )}
    </>
  )
}

function stopOf(element: HTMLElement): string | undefined {
  return element.dataset['stop']
}

/** Returns the function that names a session for screen readers: with its sign-in, where others have the same name. */
function useLabels(groups: readonly DeviceGroup[]): (session: SessionView) => string {
  const texts = useTranslations('access')
  const times = useTimeFormats()
  const now = useNow()
  const repeated = repeatedNames(groups)
  return ({ name, createdAt }) =>
    repeated.has(name) ? texts('like', { name, when: times.moment(new Date(createdAt), now) }) : name
}
