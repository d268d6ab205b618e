import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../components/badge.tsx'
import { FoldButton } from '../../components/fold-button.tsx'
import { Row } from '../../components/rows.tsx'
import { useStableOrder } from '../../lists/use-stable-order.ts'
import { ActiveTime } from './active-time.tsx'
import type { DeviceGroup } from './device-groups.ts'
import { DeviceIcon } from './device-icon.tsx'
import { inOrder, isNew } from './find-sessions.ts'
import { newReason } from './new-reason.ts'
import { SessionList } from './session-list.tsx'

export interface GroupRowProps {
  readonly group: DeviceGroup
  readonly renderRow: (session: SessionView) => ReactNode
}

/** Several sessions that are described alike, as one row that opens. */
export function GroupRow({ group: { id, sessions }, renderRow }: GroupRowProps): JSX.Element {
  const texts = useTranslations('access')
  const [open, setOpen] = useState(false)
  const listId = useId()
  const container = useRef<HTMLDivElement>(null)
  const order = useStableOrder(sessions)
  const [first] = sessions
  const latest = inOrder(sessions, 'active')[0] ?? first
  const added = sessions.filter(isNew)
  const reasons = [...new Set(added.map((session) => newReason(session, texts)))].map((reason) => (
    <span key={reason}>{reason}</span>
  ))
  const online = sessions.some((session) => session.online)
  const count = sessions.length
  return (
    <Row
      id={id}
      icon={<DeviceIcon kind={first.kind} device={first.device} />}
      title={<bdi>{first.name}</bdi>}
      badges={
        <>
          {added.length > 0 && <Badge tone="notice">{texts('groupNew', { count: added.length })}</Badge>}
          {online && <Badge tone="live">{texts('openNow')}</Badge>}
        </>
      }
      facts={
        <>
          <ActiveTime session={{ ...latest, online }} />
          <Addresses sessions={sessions} />
        </>
      }
      notice={!open && reasons.length > 0 && reasons}
      action={
        <span data-stop={id}>
          <FoldButton
            open={open}
            controls={listId}
            label={texts('groupOf', { count, name: first.name })}
            look="word"
            onToggle={() => setOpen(!open)}
          >
            {texts('group', { count })}
          </FoldButton>
        </span>
      }
    >
      {open && (
        <div id={listId}>
          <SessionList container={container} order={order} look="nested" renderItem={renderRow} />
        </div>
      )}
    </Row>
  )
}

/** The one address of sessions and its place, or how many addresses they have. */
function Addresses({ sessions }: { readonly sessions: DeviceGroup['sessions'] }): JSX.Element | null {
  const texts = useTranslations('access')
  const addresses = new Set(sessions.flatMap(({ ip }) => ip ?? []))
  if (addresses.size > 1) return <span>{texts('groupAddresses', { count: addresses.size })}</span>
  const [{ ip, place }] = sessions
  if (ip === null) return null
  return (
    <>
      <bdi className="tabular">{ip}</bdi>
      {place !== null && <bdi>{place}</bdi>}
    </>
  )
}
