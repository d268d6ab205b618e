import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../../components/badge.tsx'
import { DetailedRow } from '../../../components/detailed-row.tsx'
import { nodeText } from '../../../language/node-text.ts'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { EntryFacts } from './entry-facts.tsx'
import { EntryParts } from './entry-parts.tsx'
import { EventDetailList } from '../event-detail-list.tsx'
import { isOfStranger } from '../actor-texts.ts'
import { EventIcon } from '../event-icon.tsx'
import { namedSessions } from './named-sessions.ts'
import { changeOf, type TimelineEntry } from './timeline-entries.ts'
import type { TextOfEntry } from './use-entry-text.ts'

/** Returns the action for the sessions that an entry names: the button that ends the first that is live. */
export type RenderAction = (sessionIds: readonly string[]) => ReactNode

export interface EntryRowProps {
  readonly entry: TimelineEntry
  /** Identifies the row, to give it the focus. */
  readonly id: string
  /** Whether more events may belong to the entry than are loaded. */
  readonly goesOn: boolean
  readonly textOf: TextOfEntry
  readonly renderAction: RenderAction
}

/** An entry, which opens to the details of its event or to its events. */
export function EntryRow({ entry, id, goesOn, textOf, renderAction }: EntryRowProps): JSX.Element {
  const texts = useTranslations('timeline')
  const access = useTranslations('access')
  const times = useTimeFormats()
  const text = textOf(entry)
  const [newest] = entry.events
  const oldest = entry.events.at(-1) ?? newest
  const time = times.timeSpan(new Date(oldest.at), new Date(newest.at))
  const isUnknown = isOfStranger(newest)
  return (
    <DetailedRow
      id={id}
      of={`${nodeText(text)}, ${time}`}
      actionPlace="beside"
      tone={isUnknown ? 'notice' : 'plain'}
      icon={<EventIcon type={changeOf(entry)?.type ?? newest.type} />}
      title={text}
      badges={
        <>
          {newest.current && (
            <Badge tone="accent">
              {newest.details.target === undefined ? access('thisSession') : texts('fromThisSession')}
            </Badge>
          )}
          {isUnknown && <Badge tone="notice">{texts('unverified')}</Badge>}
        </>
      }
      facts={<EntryFacts entry={entry} time={time} goesOn={goesOn} />}
      extra={renderAction(namedSessions(newest))}
      renderDetails={() =>
        entry.kind === 'single' ? <EventDetailList event={newest} /> : <EntryParts entry={entry} textOf={textOf} />
      }
    />
  )
}
