import type { EndedSessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Detail, DetailId, DetailList } from '../../../components/detail-list.tsx'
import { DetailedRow } from '../../../components/detailed-row.tsx'
import { PhraseText } from '../../../components/phrase.tsx'
import { methodName } from '../../../providers/method-name.ts'
import { useProviders } from '../../../providers/use-providers.ts'
import { ExactTime } from '../../../time/exact-time.tsx'
import { DeviceIcon } from '../device-icon.tsx'
import { SessionOrigin } from '../session-origin.tsx'
import { historyMessage } from './history-messages.ts'

export interface EndedSessionRowProps {
  readonly session: EndedSessionView
  /** The id of the current session. */
  readonly currentId: string
}

export function EndedSessionRow({ session, currentId }: EndedSessionRowProps): JSX.Element {
  return (
    <DetailedRow
      id={session.id}
      of={session.name}
      tone="quiet"
      actionPlace="beside"
      icon={<DeviceIcon kind={session.kind} device={session.device} />}
      title={<bdi>{session.name}</bdi>}
      facts={
        <span>
          <PhraseText phrase={historyMessage(session, currentId)} />
        </span>
      }
      renderDetails={() => <EndedDetails session={session} />}
    />
  )
}

function EndedDetails({ session }: { readonly session: EndedSessionView }): JSX.Element {
  const providers = useProviders()
  return (
    <DetailList>
      <SessionOrigin session={session} />
      <Detail label="How">{methodName(session.signInMethod, providers)}</Detail>
      <Detail label="Last active">
        <ExactTime at={session.lastSeenAt} />
      </Detail>
      <Detail label="Ended">
        <ExactTime at={session.endedAt} />
      </Detail>
      <Detail label="Session id">
        <DetailId>{session.id}</DetailId>
      </Detail>
    </DetailList>
  )
}
