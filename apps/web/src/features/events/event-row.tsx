import type { EventView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useClients } from '../../clients/use-clients.ts'
import { Badge } from '../../components/badge.tsx'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { DetailedRow } from '../../components/detailed-row.tsx'
import { phraseText, PhraseText } from '../../components/phrase.tsx'
import { useProviders } from '../../providers/use-providers.ts'
import { ExactTime } from '../../time/exact-time.tsx'
import { exactTime, timeOfDay } from '../../time/relative-time.ts'
import { actorMessages } from './actor-messages.ts'
import { EventIcon } from './event-icon.tsx'
import { eventMessage } from './event-messages.ts'

export function EventRow({ event }: { readonly event: EventView }): JSX.Element {
  const at = new Date(event.at)
  const phrase = eventMessage(event, { providers: useProviders(), clients: useClients() })
  const isUnknown = event.actor === 'unknown'
  return (
    <DetailedRow
      id={event.id}
      of={`${phraseText(phrase, at)}, ${timeOfDay(at)}`}
      actionPlace="beside"
      tone={isUnknown ? 'notice' : 'plain'}
      icon={<EventIcon type={event.type} />}
      title={<PhraseText phrase={phrase} />}
      badges={
        <>
          {event.current && <Badge tone="accent">This device</Badge>}
          {isUnknown && <Badge tone="notice">Not proven to be you</Badge>}
        </>
      }
      facts={
        <>
          <time dateTime={event.at} title={exactTime(at)} className="tabular">
            {timeOfDay(at)}
          </time>
          {event.actor !== 'user' && !isUnknown && <span>{actorMessages[event.actor]}</span>}
          {event.device !== null && <bdi>{event.device}</bdi>}
          {event.ip !== null && <bdi className="tabular">{event.ip}</bdi>}
          {event.place !== null && <bdi>{event.place}</bdi>}
        </>
      }
      renderDetails={() => <EventFacts event={event} />}
    />
  )
}

function EventFacts({ event }: { readonly event: EventView }): JSX.Element {
  const { details, requestId, sessionId } = event
  return (
    <DetailList>
      <Detail label="When">
        <ExactTime at={event.at} />
      </Detail>
      <Detail label="Who">{actorMessages[event.actor]}</Detail>
      <Detail label="Address">
        <bdi className="tabular">{event.ip ?? 'Not known'}</bdi>
      </Detail>
      {details.refusal !== undefined && (
        <Detail label="Refused with">
          <DetailId>{details.refusal}</DetailId>
        </Detail>
      )}
      {sessionId !== null && (
        <Detail label="In session">
          <DetailId>{sessionId}</DetailId>
        </Detail>
      )}
      {details.target !== undefined && (
        <Detail label="Done to session">
          <DetailId>{details.target.id}</DetailId>
        </Detail>
      )}
      {requestId !== null && (
        <Detail label="Request id">
          <DetailId>{requestId}</DetailId>
        </Detail>
      )}
    </DetailList>
  )
}
