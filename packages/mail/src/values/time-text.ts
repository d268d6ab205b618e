import type { PlainText } from './plain-text.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

/** Returns a moment, given as ISO 8601, as "1 December 2026, 14:05 UTC": the time zone of a reader is not known. */
export function timeText(iso: string): PlainText {
  const date = new Date(iso)
  return `${day.format(date)}, ${clock.format(date)} UTC` as PlainText
}

/** Returns how many minutes lie between two moments, given as ISO 8601: whole ones, and at least one. */
export function minutesBetween(from: string, until: string): number {
  const minute = 60_000
  return Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / minute))
}
