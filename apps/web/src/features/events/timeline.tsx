import { VisuallyHidden } from '@mantine/core'
import type { EventCategory } from '@latchkey/schema'
import { type JSX, useMemo, useRef } from 'react'
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
import { EntryRow, type RenderAction } from './entries/entry-row.tsx'
import { mayGoOn, type TimelineEntry, timelineEntries } from './entries/timeline-entries.ts'
import { useEntryKeys } from './entries/use-entry-keys.ts'
import { useEntryText } from './entries/use-entry-text.ts'
import classes from './timeline.module.css'
import { useEvents } from './use-events.ts'

export interface TimelineProps {
  readonly category: EventCategory | undefined
  readonly renderAction: RenderAction
}

/** The entries, of all categories or of one, by day. */
export function Timeline({ category, renderAction }: TimelineProps): JSX.Element {
  const texts = useTranslations('timeline')
  const app = useTranslations('app')
  const times = useTimeFormats()
  const container = useRef<HTMLDivElement>(null)
  const now = useNow()
  const list = useEvents(category)
  const textOf = useEntryText()
  const events = useMemo(() => list.data?.pages.flatMap((page) => page.events) ?? [], [list.data])
  const days = byDay(events, now, times).map((day) => ({ ...day, entries: timelineEntries(day.events) }))
  const keys = useEntryKeys(days.flatMap(({ entries }) => entries))
  const last = list.hasNextPage ? days.at(-1)?.entries.at(-1) : undefined
  const keyOf = ({ events: [{ id }] }: TimelineEntry): string => keys.get(id) ?? id

  async function showMore(): Promise<void> {
    const shown = entryToggles(container.current).length
    await list.fetchNextPage()
    requestAnimationFrame(() => {
      const toggles = entryToggles(container.current)
      // More of the last entry, and nothing after it: then that takes the focus.
      const next = toggles[shown] ?? toggles.at(-1)
      next?.focus()
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
      {days.map((day) => (
        <Section key={day.label} title={day.label}>
          <Rows>
            {day.entries.map((entry) => (
              <EntryRow
                key={keyOf(entry)}
                id={keyOf(entry)}
                entry={entry}
                goesOn={entry === last && mayGoOn(entry)}
                textOf={textOf}
                renderAction={renderAction}
              />
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

/** The buttons that open entries, and not those inside an open one. */
function entryToggles(container: HTMLElement | null): readonly HTMLElement[] {
  return [...(container?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].flatMap(
    (row) => row.querySelector<HTMLElement>('[aria-expanded]') ?? [],
  )
}
