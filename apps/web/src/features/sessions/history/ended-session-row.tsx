import type { EndedSessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Detail, DetailId, DetailList } from '../../../components/detail-list.tsx'
import { DetailedRow } from '../../../components/detailed-row.tsx'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { useMethodName } from '../../../providers/use-method-name.ts'
import { ExactTime } from '../../../time/exact-time.tsx'
import { DeviceIcon } from '../device-icon.tsx'
import { SessionOrigin } from '../session-origin.tsx'
import { historyText } from './history-text.ts'

export interface EndedSessionRowProps {
  readonly session: EndedSessionView
  /** The id of the current session. */
  readonly currentId: string
}

export function EndedSessionRow({ session, currentId }: EndedSessionRowProps): JSX.Element {
  const texts = useTranslations('history')
  const times = useTimeFormats()
  return (
    <DetailedRow
      id={session.id}
      of={session.name}
      tone="quiet"
      actionPlace="beside"
      icon={<DeviceIcon kind={session.kind} device={session.device} />}
      title={<bdi>{session.name}</bdi>}
      facts={
        <>
          {session.name !== session.derivedName && <span>{session.derivedName}</span>}
          <span>{historyText(session, { currentId, texts, times })}</span>
        </>
      }
      renderDetails={() => <EndedDetails session={session} />}
    />
  )
}

function EndedDetails({ session }: { readonly session: EndedSessionView }): JSX.Element {
  const texts = useTranslations('sessionDetails')
  const methodName = useMethodName()
  return (
    <DetailList>
      <SessionOrigin session={session} />
      <Detail label={texts('method')}>{methodName(session.signInMethod, session.secondFactor)}</Detail>
      <Detail label={texts('lastActive')}>
        <ExactTime at={session.lastSeenAt} />
      </Detail>
      <Detail label={texts('ended')}>
        <ExactTime at={session.endedAt} />
      </Detail>
      <DetailId label={texts('id')} id={session.id} />
    </DetailList>
  )
}
