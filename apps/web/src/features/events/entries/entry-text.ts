import type { EventType } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { eventText, type EventTextOptions, providerOf } from '../event-text.ts'
import { changeOf, type TimelineEntry } from './timeline-entries.ts'

/** Says in one sentence what an entry stands for. */
export function entryText(entry: TimelineEntry, options: EventTextOptions): ReactNode {
  const [newest] = entry.events
  switch (entry.kind) {
    case 'single':
      return eventText(newest, options)
    case 'act':
      return actText(entry, options)
    case 'failures':
      return failuresText(entry, options)
  }
}

function actText(entry: TimelineEntry, options: EventTextOptions): ReactNode {
  const { texts, reasons } = options
  const change = changeOf(entry)
  if (change !== null) return eventText(change, options)
  const { events } = entry
  const count = events.length
  const { endReason } = events[0].details
  if (endReason === undefined) return texts('sessionsEnded', { count })
  if (endReason !== 'ended_by_user') return texts('sessionsEndedWhy', { count, why: reasons(endReason) })
  const endedItself = events.some(({ sessionId, details: { target } }) => target?.id === sessionId)
  return endedItself ? texts('andEnded', { text: texts('endedEverywhere'), count }) : texts('endedMany', { count })
}

const failed = {
  sign_in_failed: 'signInsFailed',
  step_up_failed: 'stepUpsFailed',
  password_change_failed: 'passwordChangesFailed',
  second_factor_failed: 'secondFactorsFailed',
} as const satisfies Partial<Record<EventType, string>>

function failuresText({ events }: TimelineEntry, options: EventTextOptions): string {
  const [{ type, details }] = events
  const count = events.length
  return type in failed
    ? options.texts(failed[type as keyof typeof failed], { count })
    : options.texts('providerRefusals', { count, provider: providerOf(details, options) })
}
