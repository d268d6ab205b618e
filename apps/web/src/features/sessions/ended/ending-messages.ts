import type { EndingView, EndReason } from '@latchkey/schema'
import type { Phrase } from '../../../components/phrase.tsx'
import { errorMessages } from '../../../errors/error-messages.ts'

export interface EndingMessage {
  readonly title: string
  readonly text: Phrase
  /** What to do if another person ended the session; `null` where that can't be. */
  readonly advice: string | null
}

const ifNotYou =
  'If this wasn’t you or someone you trust, sign in, look at the timeline for what else happened, and change your password.'

/** Returns why this browser's session ended; for `null`, where the reason is unknown, a general message. */
export function endingMessage(ending: EndingView | null): EndingMessage {
  if (ending === null) return { title: 'Session ended', text: [errorMessages.SESSION_ENDED], advice: null }
  return { title: titles[ending.endReason], text: textOf(ending), advice: adviceOf(ending.endReason) }
}

/** Returns the message for a user who ended all sessions, this one too. */
export function endedAllMessage(count: number): EndingMessage {
  const sessions = count === 1 ? '1 session' : `${count} sessions`
  return { title: 'Signed out everywhere', text: [`${sessions} ended, this one too.`], advice: null }
}

const titles = {
  ended_by_user: 'This session was ended',
  password_changed: 'Your password was changed',
  replaced: 'You signed in again',
  idle: 'You’ve been signed out',
  expired: 'You’ve been signed out',
  role_changed: 'Your role was changed',
  limit: 'This session was ended',
  reuse_detected: 'This session was ended',
  signed_out: 'You’re signed out',
} as const satisfies Record<EndReason, string>

function textOf({ endReason, endedAt, endedBy }: EndingView): Phrase {
  const when = { at: endedAt }
  const from: Phrase = endedBy === null ? [] : [' from ', { name: endedBy.name }]
  switch (endReason) {
    case 'ended_by_user':
      return ['Ended', ...from, ', ', when, '.']
    case 'password_changed':
      return ['Changed', ...from, ', ', when, '. That ended every other session, this one too.']
    case 'replaced':
      return ['Someone signed in again in this browser, ', when, '. That ended the session before it.']
    case 'idle':
      return ['This session was not used for a while, so it ended, ', when, '.']
    case 'expired':
      return ['This session had lasted as long as one may, so it ended, ', when, '.']
    case 'role_changed':
      return ['What you may do here was changed, ', when, '. Sign in again to go on.']
    case 'limit':
      return [
        'You signed in on more devices than allowed at once; this one was unused the longest. It ended, ',
        when,
        '.',
      ]
    case 'reuse_detected':
      return ['A secret of it was used twice, so somebody may have a copy. It ended, ', when, '.']
    case 'signed_out':
      return ['Signed out in this browser, ', when, '.']
  }
}

function adviceOf(reason: EndReason): string | null {
  return reason === 'ended_by_user' || reason === 'password_changed' || reason === 'limit' ? ifNotYou : null
}

/** Whether an ending is shown before the next sign-in, even when the user comes back much later. */
export function isAnnounced({ endReason }: EndingView): boolean {
  return adviceOf(endReason) !== null || endReason === 'role_changed'
}
