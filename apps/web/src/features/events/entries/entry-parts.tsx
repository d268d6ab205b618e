import { Button } from '@mantine/core'
import type { EventView } from '@latchkey/schema'
import { type JSX, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { DetailedRow } from '../../../components/detailed-row.tsx'
import { nodeText } from '../../../language/node-text.ts'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { EntryFacts } from './entry-facts.tsx'
import classes from './entry-parts.module.css'
import { EventDetailList } from '../event-detail-list.tsx'
import { partsOf, type TimelineEntry } from './timeline-entries.ts'
import type { TextOfEntry } from './use-entry-text.ts'

const pageSize = 20

export interface EntryPartsProps {
  readonly entry: TimelineEntry
  readonly textOf: TextOfEntry
}

/** The events of an entry: the sessions that an act ended, or the single attempts. Twenty at a time. */
export function EntryParts({ entry, textOf }: EntryPartsProps): JSX.Element {
  const texts = useTranslations('timeline')
  const list = useRef<HTMLUListElement>(null)
  const [limit, setLimit] = useState(pageSize)
  const parts = partsOf(entry)
  const rest = parts.length - limit

  function showMore(): void {
    setLimit(limit + pageSize)
    requestAnimationFrame(() => list.current?.children[limit]?.querySelector('button')?.focus())
  }

  return (
    <>
      <ul ref={list} className={classes.list}>
        {parts
          .slice(0, limit)
          .map((event) =>
            entry.kind === 'act' ? (
              <EndedSession key={event.id} event={event} />
            ) : (
              <Attempt key={event.id} event={event} textOf={textOf} />
            ),
          )}
      </ul>
      {rest > 0 && (
        <Button variant="default" size="sm" className={classes.more} onClick={showMore}>
          {texts('moreEvents', { count: Math.min(pageSize, rest) })}
        </Button>
      )}
    </>
  )
}

/** What the act has said is not repeated: the session is what is left. */
function EndedSession({ event }: { readonly event: EventView }): JSX.Element {
  const app = useTranslations('app')
  const name = event.details.target?.name ?? app('unknown')
  return (
    <DetailedRow
      of={name}
      tone="quiet"
      actionPlace="beside"
      title={<bdi>{name}</bdi>}
      renderDetails={() => <EventDetailList event={event} />}
    />
  )
}

interface AttemptProps {
  readonly event: EventView
  readonly textOf: TextOfEntry
}

function Attempt({ event, textOf }: AttemptProps): JSX.Element {
  const times = useTimeFormats()
  const entry: TimelineEntry = { kind: 'single', events: [event] }
  const text = textOf(entry)
  const time = times.timeOfDay(new Date(event.at))
  return (
    <DetailedRow
      of={`${nodeText(text)}, ${time}`}
      tone="quiet"
      actionPlace="beside"
      title={text}
      facts={<EntryFacts entry={entry} time={time} goesOn={false} />}
      renderDetails={() => <EventDetailList event={event} />}
    />
  )
}
