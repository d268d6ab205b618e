import type { EventView } from '@latchkey/schema'
import type { TimeFormats } from '../../time/time-formats.ts'

export interface Day {
  readonly label: string
  readonly events: readonly EventView[]
}

/** Groups events by calendar day, in their order. */
export function byDay(events: readonly EventView[], now: Date, times: TimeFormats): readonly Day[] {
  const days: { readonly label: string; readonly events: EventView[] }[] = []
  for (const event of events) {
    const label = times.dayLabel(new Date(event.at), now)
    const day = days.at(-1)
    if (day?.label === label) day.events.push(event)
    else days.push({ label, events: [event] })
  }
  return days
}
