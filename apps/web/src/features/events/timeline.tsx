import { VisuallyHidden } from '@mantine/core'
import type { EventCategory } from '@latchkey/schema'
import { type JSX, useRef } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { EmptyNote } from '../../components/empty-note.tsx'
import { Rows } from '../../components/rows.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useNow } from '../../time/use-now.ts'
import { categoryMessages } from './category-messages.ts'
import { byDay } from './days.ts'
import { EventRow } from './event-row.tsx'
import classes from './timeline.module.css'
import { useEvents } from './use-events.ts'

/** The events, of all categories or of one, by day. */
export function Timeline({ category }: { readonly category: EventCategory | undefined }): JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  const now = useNow()
  const list = useEvents(category)
  const events = list.data?.pages.flatMap((page) => page.events) ?? []

  async function showMore(): Promise<void> {
    const { data } = await list.fetchNextPage()
    const first = data?.pages.at(-1)?.events[0]
    requestAnimationFrame(() => {
      container.current?.querySelector<HTMLElement>(`[data-row="${first?.id ?? ''}"] button`)?.focus()
    })
  }

  return (
    <div ref={container} className={classes.root}>
      {list.isError && (
        <ErrorNote error={list.error} lead={failedLead(events.length > 0)} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && (
        <>
          <VisuallyHidden component="output">Loading what happened</VisuallyHidden>
          <RowsSkeleton count={4} />
        </>
      )}
      {list.isSuccess && events.length === 0 && (
        <EmptyNote title={category === undefined ? 'Nothing yet' : categoryMessages[category].empty}>
          What happens from now on shows here.
        </EmptyNote>
      )}
      {byDay(events, now).map((day) => (
        <Section key={day.label} title={day.label}>
          <Rows>
            {day.events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </Rows>
        </Section>
      ))}
      {list.hasNextPage && (
        <div className={classes.more}>
          <BusyButton variant="default" size="sm" busy={list.isFetchingNextPage} onClick={() => void showMore()}>
            Show more
          </BusyButton>
        </div>
      )}
    </div>
  )
}

function failedLead(hasOlder: boolean): string {
  return hasOlder ? 'This may be out of date.' : 'What happened can’t be shown.'
}
