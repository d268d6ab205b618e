import type { EndingView, EndReason } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { moment, names } from '../../../language/rich.tsx'
import type { Texts } from '../../../language/texts.ts'

export interface EndingText {
  readonly title: string
  readonly text: ReactNode
  /** What to do if another person ended the session; `null` where that can't be. */
  readonly advice: string | null
  /** Whether a new password is what helps. */
  readonly isResetAdvised: boolean
}

/**
 * Returns why this browser's session ended; for `null`, where the reason is unknown, a general text. `canReset` is whether the
 * server mails codes for new passwords.
 */
export function endingText(ending: EndingView | null, texts: Texts<'ended'>, canReset: boolean): EndingText {
  if (ending === null) return { title: texts('title'), text: texts('text'), advice: null, isResetAdvised: false }
  const known = advices[ending.endReason]
  const advice = known === 'advicePassword' && canReset ? 'advicePasswordMail' : known
  return {
    title: texts(titles[ending.endReason]),
    text: textOf(ending, texts),
    advice: advice === undefined ? null : texts(advice),
    isResetAdvised: canReset && advice !== undefined && advice !== 'advice',
  }
}

/** Returns the text for a user who ended all sessions, this one too. */
export function everywhereText(count: number, texts: Texts<'ended'>): EndingText {
  return { title: texts('everywhere'), text: texts('everywhereText', { count }), advice: null, isResetAdvised: false }
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
  password_reset: 'passwordReset',
  account_reclaimed: 'reclaimed',
  email_change_undone: 'emailUndone',
} as const satisfies Record<EndReason, string>

const plain = {
  replaced: 'replacedText',
  idle: 'idleText',
  expired: 'expiredText',
  role_changed: 'roleChangedText',
  limit: 'limitText',
  reuse_detected: 'reuseText',
  signed_out: 'signedOutText',
  password_reset: 'passwordResetText',
  account_reclaimed: 'reclaimedText',
  email_change_undone: 'emailUndoneText',
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
    case 'password_reset':
    case 'account_reclaimed':
    case 'email_change_undone':
      return texts.rich(plain[endReason], tags)
  }
}

/** What to do where another person may have ended the session. After a change of the password the old one signs in no more. */
const advices: Partial<Record<EndReason, 'advice' | 'advicePassword' | 'adviceReset' | 'adviceMail'>> = {
  ended_by_user: 'advice',
  password_changed: 'advicePassword',
  limit: 'advice',
  password_reset: 'adviceReset',
  account_reclaimed: 'adviceMail',
  email_change_undone: 'adviceMail',
}

/** Whether an ending is shown before the next sign-in, even when the user comes back much later. */
export function isAnnounced({ endReason }: EndingView): boolean {
  return advices[endReason] !== undefined || endReason === 'role_changed'
}
