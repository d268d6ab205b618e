import type { EndingView, EndReason } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { moment, names } from '../../../language/rich.tsx'
import type { Texts } from '../../../language/texts.ts'

export interface EndingText {
  readonly title: string
  readonly text: ReactNode
  /** What to do if another person ended the session; `null` where that can't be. */
  readonly advice: string | null
}

/** Returns why this browser's session ended; for `null`, where the reason is unknown, a general text. */
export function endingText(ending: EndingView | null, texts: Texts<'ended'>): EndingText {
  if (ending === null) return { title: texts('title'), text: texts('text'), advice: null }
  return {
    title: texts(titles[ending.endReason]),
    text: textOf(ending, texts),
    advice: hasAdvice(ending.endReason) ? texts(adviceOf(ending.endReason)) : null,
  }
}

/** Returns the text for a user who ended all sessions, this one too. */
export function everywhereText(count: number, texts: Texts<'ended'>): EndingText {
  return { title: texts('everywhere'), text: texts('everywhereText', { count }), advice: null }
}

const titles = {
  ended_by_user: 'endedByUser',
  password_changed: 'passwordChanged',
  replaced: 'replaced',
  idle: 'signedOutTitle',
  expired: 'signedOutTitle',
  role_changed: 'roleChanged',
  limit: 'endedByUser',
  reuse_detected: 'endedByUser',
  signed_out: 'signedOutTitle',
} as const satisfies Record<EndReason, string>

const plain = {
  replaced: 'replacedText',
  idle: 'idleText',
  expired: 'expiredText',
  role_changed: 'roleChangedText',
  limit: 'limitText',
  reuse_detected: 'reuseText',
  signed_out: 'signedOutText',
} as const satisfies Record<Exclude<EndReason, 'ended_by_user' | 'password_changed'>, string>

function textOf({ endReason, endedAt, endedBy }: EndingView, texts: Texts<'ended'>): ReactNode {
  const tags = { ...names, ...moment(endedAt) }
  switch (endReason) {
    case 'ended_by_user':
      if (endedBy === null) return texts.rich('endedByUserText', tags)
      return texts.rich('endedByUserFrom', { ...tags, name: endedBy.name })
    case 'password_changed':
      if (endedBy === null) return texts.rich('passwordChangedText', tags)
      return texts.rich('passwordChangedFrom', { ...tags, name: endedBy.name })
    case 'replaced':
    case 'idle':
    case 'expired':
    case 'role_changed':
    case 'limit':
    case 'reuse_detected':
    case 'signed_out':
      return texts.rich(plain[endReason], tags)
  }
}

/** After a change of the password the old one signs in no more. */
function adviceOf(reason: EndReason): 'advice' | 'advicePassword' {
  return reason === 'password_changed' ? 'advicePassword' : 'advice'
}

function hasAdvice(reason: EndReason): boolean {
  return reason === 'ended_by_user' || reason === 'password_changed' || reason === 'limit'
}

/** Whether an ending is shown before the next sign-in, even when the user comes back much later. */
export function isAnnounced({ endReason }: EndingView): boolean {
  return hasAdvice(endReason) || endReason === 'role_changed'
}
