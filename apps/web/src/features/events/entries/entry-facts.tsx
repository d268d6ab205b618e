import type { EventView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { actorText } from '../actor-texts.ts'
import type { TimelineEntry } from './timeline-entries.ts'

export interface EntryFactsProps {
  readonly entry: TimelineEntry
  /** From when to when it was. */
  readonly time: string
  /** Whether more events may belong to the entry than are loaded. */
  readonly goesOn: boolean
}

/** When an entry was, by whom, and from where, as far as all of its events have that in common. */
export function EntryFacts({ entry: { events }, time, goesOn }: EntryFactsProps): JSX.Element {
  const texts = useTranslations('timeline')
  const times = useTimeFormats()
  const [newest] = events
  const exact = events.length === 1 ? [newest] : [events.at(-1) ?? newest, newest]
  const exactly = exact.map(({ at }) => times.exact(new Date(at))).join(' – ')
  const addresses = new Set(events.map(({ ip }) => ip))
  const device = common(events, 'device')
  const place = common(events, 'place')
  const isBlocked = events.length > 1 && events.some(({ details }) => details.cause === 'rate_limited')
  return (
    <>
      <time dateTime={newest.at} title={exactly} className="tabular">
        {time}
      </time>
      {newest.actor !== 'user' && newest.actor !== 'unknown' && <span>{texts(actorText(newest))}</span>}
      {isBlocked && <span>{texts('blocked')}</span>}
      {device !== null && <bdi>{device}</bdi>}
      {addresses.size > 1 && <span>{texts('addresses', { count: addresses.size })}</span>}
      {addresses.size === 1 && newest.ip !== null && <bdi className="tabular">{newest.ip}</bdi>}
      {place !== null && <bdi>{place}</bdi>}
      {goesOn && <span>{texts('mayGoOn')}</span>}
    </>
  )
}

/** Returns what all events have, or `null`. */
function common(events: TimelineEntry['events'], fact: keyof Pick<EventView, 'device' | 'place'>): string | null {
  const [{ [fact]: first }] = events
  return events.every((event) => event[fact] === first) ? first : null
}
