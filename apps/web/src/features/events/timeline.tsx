import { VisuallyHidden } from '@mantine/core'
import type { EventCategory } from '@latchkey/schema'
import { type JSX, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { EmptyNote } from '../../components/empty-note.tsx'
import { Rows } from '../../components/rows.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { useNow } from '../../time/use-now.ts'
import { categoryTexts } from './categories.ts'
import { byDay } from './days.ts'
import { EventRow } from './event-row.tsx'
import classes from './timeline.module.css'
import { useEvents } from './use-events.ts'

/** The events, of all categories or of one, by day. */
export function Timeline({ category }: { readonly category: EventCategory | undefined }): JSX.Element {
  const texts = useTranslations('timeline')
  const app = useTranslations('app')
  const times = useTimeFormats()
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
        <ErrorNote
          error={list.error}
          lead={texts(events.length === 0 ? 'failed' : 'stale')}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && (
        <>
          <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
          <RowsSkeleton count={4} />
        </>
      )}
      {list.isSuccess && events.length === 0 && (
        <EmptyNote title={texts(category === undefined ? 'none' : categoryTexts[category].empty)}>
          {texts('noneText')}
        </EmptyNote>
      )}
      {byDay(events, now, times).map((day) => (
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
            {app('showMore')}
          </BusyButton>
        </div>
      )}
    </div>
  )
}
