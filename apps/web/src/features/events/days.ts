import type { EventView } from '@latchkey/schema'
import { dayWords } from '../../time/relative-time.ts'

export interface Day {
  readonly words: string
  readonly events: readonly EventView[]
}

/** Events under the day on which they happened, in the order in which they came. */
export function byDay(events: readonly EventView[], now: Date): readonly Day[] {
  const days: { readonly words: string; readonly events: EventView[] }[] = []
  for (const event of events) {
    const words = dayWords(new Date(event.at), now)
    const day = days.at(-1)
    if (day?.words === words) day.events.push(event)
    else days.push({ words, events: [event] })
  }
  return days
}
