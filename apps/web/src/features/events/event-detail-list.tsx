import type { EventView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'
import { actorText } from './actor-texts.ts'

/** All details of an event. */
export function EventDetailList({ event }: { readonly event: EventView }): JSX.Element {
  const texts = useTranslations('timeline')
  const app = useTranslations('app')
  const { details, requestId, sessionId } = event
  return (
    <DetailList>
      <Detail label={texts('when')}>
        <ExactTime at={event.at} />
      </Detail>
      <Detail label={texts('by')}>{texts(actorText(event))}</Detail>
      <Detail label={texts('address')}>
        <bdi className="tabular">{event.ip ?? app('unknown')}</bdi>
      </Detail>
      {details.email !== undefined && (
        <Detail label={texts('email')}>
          <bdi>{details.email}</bdi>
        </Detail>
      )}
      {details.refusal !== undefined && <DetailId label={texts('refusal')} id={details.refusal} />}
      {sessionId !== null && <DetailId label={texts('fromSession')} id={sessionId} />}
      {details.target !== undefined && <DetailId label={texts('affectedSession')} id={details.target.id} />}
      {requestId !== null && <DetailId label={texts('requestId')} id={requestId} />}
    </DetailList>
  )
}
