import { VisuallyHidden } from '@mantine/core'
import type { EventView } from '@latchkey/schema'
import { Link } from '@tanstack/react-router'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { Badge } from '../../components/badge.tsx'
import { DetailedRow } from '../../components/detailed-row.tsx'
import { EmptyNote } from '../../components/empty-note.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Rows } from '../../components/rows.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { useLocalNames } from '../../language/local-names.ts'
import { nodeText } from '../../language/node-text.ts'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { useNow } from '../../time/use-now.ts'
import { isOfStranger } from './actor-texts.ts'
import { EntryFacts } from './entries/entry-facts.tsx'
import { useEntryText } from './entries/use-entry-text.ts'
import { EventDetailList } from './event-detail-list.tsx'
import { EventIcon } from './event-icon.tsx'
import { timelinePath } from './timeline-search.ts'

export interface EventScreenProps {
  readonly id: string
  /** Returns what to do about an event that the user does not recognize. */
  readonly renderAdvice: (event: EventView) => ReactNode
}

/** One event of the timeline, which a mail has named. */
export function EventScreen({ id, renderAdvice }: EventScreenProps): JSX.Element {
  const texts = useTranslations('event')
  const timeline = useTranslations('timeline')
  const event = trpc.events.get.useQuery({ id }, { select: useLocalNames() })
  if (event.data !== undefined && event.data !== null) {
    return (
      <>
        <Rows>
          <EventRow event={event.data} />
        </Rows>
        {renderAdvice(event.data)}
      </>
    )
  }
  // An id that can't be one is of no event either.
  if (event.data === null || reasonOf(event.error) === 'INVALID_INPUT') {
    return (
      <EmptyNote title={texts('notFound')}>
        {texts('notFoundText')} <Link to={timelinePath}>{texts('seeTimeline')}</Link>
      </EmptyNote>
    )
  }
  if (event.isError) {
    return <ErrorNote error={event.error} lead={timeline('failed')} onRetry={() => void event.refetch()} />
  }
  return (
    <>
      <VisuallyHidden component="output">{timeline('loading')}</VisuallyHidden>
      <RowsSkeleton count={1} />
    </>
  )
}

function EventRow({ event }: { readonly event: EventView }): JSX.Element {
  const timeline = useTranslations('timeline')
  const access = useTranslations('access')
  const times = useTimeFormats()
  const now = useNow()
  const textOf = useEntryText()
  const entry = { kind: 'single', events: [event] } as const
  const text = textOf(entry)
  const at = new Date(event.at)
  const isUnknown = isOfStranger(event)
  return (
    <DetailedRow
      id={event.id}
      of={nodeText(text)}
      actionPlace="beside"
      icon={<EventIcon type={event.type} />}
      tone={isUnknown ? 'notice' : 'plain'}
      title={text}
      badges={
        <>
          {event.current && (
            <Badge tone="accent">
              {event.details.target === undefined ? access('thisSession') : timeline('fromThisSession')}
            </Badge>
          )}
          {isUnknown && <Badge tone="notice">{timeline('unverified')}</Badge>}
        </>
      }
      facts={<EntryFacts entry={entry} time={`${times.dayLabel(at, now)}, ${times.timeOfDay(at)}`} goesOn={false} />}
      renderDetails={() => <EventDetailList event={event} />}
    />
  )
}
