const second = 1_000
const minute = 60 * second
const hour = 60 * minute

const locale = 'en-GB'
const recently = new Intl.RelativeTimeFormat(locale, { style: 'short' })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const dayOfAnyYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const weekdayOfAnyYear = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const exact = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})

/** Up to this age a session counts as active: the server records the last use to the minute. */
const activeWithin = 2 * minute
const hoursWithin = 12 * hour
const daysCounted = 7

/**
 * Returns how long ago a time was: "just now", "4 min ago", "yesterday, 21:04", "3 days ago", "12 Oct". Never the
 * future: a time ahead of our clock is "just now".
 */
export function timeAgo(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime()
  if (age < minute) return 'just now'
  if (age < hour) return recently.format(-Math.floor(age / minute), 'minute')
  const days = midnightsBetween(at, now)
  if (days === 0 || age < hoursWithin) return recently.format(-Math.floor(age / hour), 'hour')
  if (days === 1) return `yesterday, ${clock.format(at)}`
  if (days < daysCounted) return recently.format(-days, 'day')
  return at.getFullYear() === now.getFullYear() ? dayOfYear.format(at) : dayOfAnyYear.format(at)
}

export function isActive(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < activeWithin
}

/** Returns a time with its day where that is not today: "10:42", "yesterday 21:04", "12 Oct, 10:42". */
export function moment(at: Date, now: Date): string {
  const days = midnightsBetween(at, now)
  if (days <= 0) return clock.format(at)
  if (days === 1) return `yesterday ${clock.format(at)}`
  return `${at.getFullYear() === now.getFullYear() ? dayOfYear.format(at) : dayOfAnyYear.format(at)}, ${clock.format(at)}`
}

/** Returns a calendar day as a heading: "Today", "Yesterday", "Thursday 12 November". */
export function dayLabel(at: Date, now: Date): string {
  const days = midnightsBetween(at, now)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return (at.getFullYear() === now.getFullYear() ? weekday : weekdayOfAnyYear).format(at)
}

export function timeOfDay(at: Date): string {
  return clock.format(at)
}

/** Returns a rounded duration: "40 minutes", "12 hours", "14 days". */
export function duration(from: Date, to: Date): string {
  const length = Math.max(0, to.getTime() - from.getTime())
  const [count, unit] = roughly(length)
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}

function roughly(length: number): readonly [number, string] {
  if (length < hour) return [Math.round(length / minute), 'minute']
  if (length < 48 * hour) return [Math.round(length / hour), 'hour']
  return [Math.round(length / (24 * hour)), 'day']
}

export function exactTime(at: Date): string {
  return exact.format(at)
}

/** By the calendar: 23:50 was yesterday ten minutes past midnight. Noon to noon, so that a 23-hour day still counts. */
function midnightsBetween(at: Date, now: Date): number {
  return Math.round((noonOf(now).getTime() - noonOf(at).getTime()) / (24 * hour))
}

function noonOf(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12)
}
