import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { EventAdvice } from '../features/events/event-advice.tsx'
import { EventScreen } from '../features/events/event-screen.tsx'
import { useEndingFromRows } from '../features/sessions/use-ending-from-rows.tsx'
import classes from './timeline.module.css'

const route = getRouteApi('/signed-in/events/$eventId')

/** One event of the timeline, and what to do if the user does not recognize it. */
export function EventPage(): JSX.Element {
  const texts = useTranslations('event')
  const { eventId } = route.useParams()
  const { data, isError } = trpc.events.get.useQuery({ id: eventId })
  const ending = useEndingFromRows('plain')
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={isError || data === null ? null : texts('lead')} />
      {ending.result}
      <EventScreen
        key={eventId}
        id={eventId}
        renderAdvice={(event) => <EventAdvice event={event} renderAction={ending.actionFor} isKnown={ending.isKnown} />}
      />
      {ending.dialog}
    </div>
  )
}
