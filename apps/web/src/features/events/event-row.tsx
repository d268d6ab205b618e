import type { EventView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../components/badge.tsx'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { DetailedRow } from '../../components/detailed-row.tsx'
import { nodeText } from '../../language/node-text.ts'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { ExactTime } from '../../time/exact-time.tsx'
import { actorTexts } from './actor-texts.ts'
import { EventIcon } from './event-icon.tsx'
import { useEventText } from './use-event-text.ts'

export function EventRow({ event }: { readonly event: EventView }): JSX.Element {
  const texts = useTranslations('timeline')
  const access = useTranslations('access')
  const times = useTimeFormats()
  const at = new Date(event.at)
  const text = useEventText()(event)
  const isUnknown = event.actor === 'unknown'
  return (
    <DetailedRow
      id={event.id}
      of={`${nodeText(text)}, ${times.timeOfDay(at)}`}
      actionPlace="beside"
      tone={isUnknown ? 'notice' : 'plain'}
      icon={<EventIcon type={event.type} />}
      title={text}
      badges={
        <>
          {event.current && <Badge tone="accent">{access('thisSession')}</Badge>}
          {isUnknown && <Badge tone="notice">{texts('unverified')}</Badge>}
        </>
      }
      facts={
        <>
          <time dateTime={event.at} title={times.exact(at)} className="tabular">
            {times.timeOfDay(at)}
          </time>
          {event.actor !== 'user' && !isUnknown && <span>{texts(actorTexts[event.actor])}</span>}
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
  const texts = useTranslations('timeline')
  const app = useTranslations('app')
  const { details, requestId, sessionId } = event
  return (
    <DetailList>
      <Detail label={texts('when')}>
        <ExactTime at={event.at} />
      </Detail>
      <Detail label={texts('by')}>{texts(actorTexts[event.actor])}</Detail>
      <Detail label={texts('address')}>
        <bdi className="tabular">{event.ip ?? app('unknown')}</bdi>
      </Detail>
      {details.refusal !== undefined && <DetailId label={texts('refusal')} id={details.refusal} />}
      {sessionId !== null && <DetailId label={texts('fromSession')} id={sessionId} />}
      {details.target !== undefined && <DetailId label={texts('affectedSession')} id={details.target.id} />}
      {requestId !== null && <DetailId label={texts('requestId')} id={requestId} />}
    </DetailList>
  )
}
