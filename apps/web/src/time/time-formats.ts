import { createTranslator } from 'use-intl/core'
import type { Translation } from '../messages/translation.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Up to this age a session counts as active: the server records the last use to the minute. */
const activeWithin = 2 * minute
const hoursWithin = 12 * hour
const daysCounted = 7

/** Whether hours are counted to 12 or to 24; `auto` is what the reader's locale does. */
export const hourCycles = ['auto', 'h12', 'h23'] as const
export type HourCycle = (typeof hourCycles)[number]

export interface TimeFormatsOptions {
  /** A tag of BCP 47. */
  readonly locale: string
  readonly hourCycle: HourCycle
  readonly texts: Pick<Translation, 'time'>
}

/** Writes times and durations as a reader is used to, in the time zone of their browser. */
export class TimeFormats {
  readonly #locale: string
  readonly #words: ReturnType<typeof timeWords>
  readonly #ago: Intl.RelativeTimeFormat
  readonly #clock: Intl.DateTimeFormat
  readonly #dayOfYear: Intl.DateTimeFormat
  readonly #dayOfAnyYear: Intl.DateTimeFormat
  readonly #weekday: Intl.DateTimeFormat
  readonly #weekdayOfAnyYear: Intl.DateTimeFormat
  readonly #day: Intl.DateTimeFormat
  readonly #exact: Intl.DateTimeFormat

  constructor({ locale, hourCycle, texts }: TimeFormatsOptions) {
    const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(locale, options)
    const cycle = hourCycle === 'auto' ? {} : { hourCycle }
    // 09:04 where hours are counted to 24, and 9:04 AM.
    const isOf24 = format({ timeStyle: 'short', ...cycle }).resolvedOptions().hour12 === false
    const time = { hour: isOf24 ? '2-digit' : 'numeric', minute: '2-digit', ...cycle } as const
    const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
    this.#clock = format(isOf24 ? { timeStyle: 'short', ...cycle } : time)
    this.#locale = locale
    this.#words = timeWords(locale, texts)
    this.#ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
    this.#dayOfYear = format({ day: 'numeric', month: 'short' })
    this.#dayOfAnyYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
    this.#weekday = format({ weekday: 'long', day: 'numeric', month: 'long' })
    this.#weekdayOfAnyYear = format({ weekday: 'long', ...day })
    this.#day = format(day)
    this.#exact = format({ ...day, ...time, timeZoneName: 'short' })
  }

  /**
   * Returns how long ago a time was: “just now”, “4 minutes ago”, “yesterday, 21:04”, “3 days ago”, “12 Oct”. Never the
   * future: a time ahead of our clock is “just now”.
   */
  timeAgo(at: Date, now: Date): string {
    const age = now.getTime() - at.getTime()
    if (age < minute) return this.#words('justNow')
    if (age < hour) return this.#ago.format(-Math.floor(age / minute), 'minute')
    const days = midnightsBetween(at, now)
    if (days === 0 || age < hoursWithin) return this.#ago.format(-Math.floor(age / hour), 'hour')
    const yesterday = { day: this.#ago.format(-1, 'day'), time: this.#clock.format(at) }
    if (days === 1) return this.#words('dayAndTime', yesterday)
    if (days < daysCounted) return this.#ago.format(-days, 'day')
    return this.#date(at, now)
  }

  /** Returns a time as a part of a sentence: “at 10:42”, “yesterday at 21:04”, “on 12 Oct at 10:42”. */
  moment(at: Date, now: Date): string {
    const time = this.#clock.format(at)
    const days = midnightsBetween(at, now)
    if (days <= 0) return this.#words('momentToday', { time })
    if (days === 1) return this.#words('momentYesterday', { time })
    return this.#words('momentOn', { date: this.#date(at, now), time })
  }

  /** Returns a calendar day as a heading: “Today”, “Yesterday”, “Thursday 12 November”. */
  dayLabel(at: Date, now: Date): string {
    const days = midnightsBetween(at, now)
    if (days <= 0) return this.#words('today')
    if (days === 1) return this.#words('yesterday')
    return (isSameYear(at, now) ? this.#weekday : this.#weekdayOfAnyYear).format(at)
  }

  timeOfDay(at: Date): string {
    return this.#clock.format(at)
  }

  /** Returns from when to when something was on one day: “09:12–09:47”, or one time where both are in one minute. */
  timeSpan(from: Date, to: Date): string {
    const [first, last] = [this.#clock.format(from), this.#clock.format(to)]
    if (first === last) return first
    // Not `formatRange`, which adds a word in German that the single times don't have.
    return [first, last].join(/\s/.test(first) ? ' – ' : '–')
  }

  /** Returns a rounded duration: “40 minutes”, “12 hours”, “14 days”. */
  duration(from: Date, to: Date): string {
    const [count, unit] = roughly(Math.max(0, to.getTime() - from.getTime()))
    return this.#amount(count, unit)
  }

  /** Returns a wait for screen readers, rounded up: “2 minutes”. */
  wait(seconds: number): string {
    const [count, unit] = roundedUp(seconds)
    return this.#amount(Math.max(1, count), unit)
  }

  day(at: Date): string {
    return this.#day.format(at)
  }

  /** Returns everything about a time, with the zone in which it is written. */
  exact(at: Date): string {
    return this.#exact.format(at)
  }

  #date(at: Date, now: Date): string {
    return (isSameYear(at, now) ? this.#dayOfYear : this.#dayOfAnyYear).format(at)
  }

  #amount(count: number, unit: string): string {
    return new Intl.NumberFormat(this.#locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
  }
}

/** Whether a time of last use counts as active now. */
export function isActive(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < activeWithin
}

// The type of the translator is long, and carries every key.
// oxlint-disable-next-line typescript/explicit-module-boundary-types
function timeWords(locale: string, messages: Pick<Translation, 'time'>) {
  return createTranslator({ locale, messages, namespace: 'time' })
}

function roughly(length: number): readonly [number, string] {
  if (length < hour) return [Math.round(length / minute), 'minute']
  if (length < 48 * hour) return [Math.round(length / hour), 'hour']
  return [Math.round(length / (24 * hour)), 'day']
}

function roundedUp(seconds: number): readonly [number, string] {
  if (seconds <= 60) return [Math.ceil(seconds), 'second']
  if (seconds <= 60 * 60) return [Math.ceil(seconds / 60), 'minute']
  return [Math.ceil(seconds / (60 * 60)), 'hour']
}

/** By the calendar: 23:50 was yesterday ten minutes past midnight. Noon to noon, so that a 23-hour day still counts. */
function midnightsBetween(at: Date, now: Date): number {
  return Math.round((noonOf(now).getTime() - noonOf(at).getTime()) / (24 * hour))
}

function noonOf(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12)
}

function isSameYear(at: Date, now: Date): boolean {
  return at.getFullYear() === now.getFullYear()
}
