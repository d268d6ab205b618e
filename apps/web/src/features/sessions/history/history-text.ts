import type { EndedSessionView } from '@latchkey/schema'
import type { ReactNode } from 'react'
import { moment, names } from '../../../language/rich.tsx'
import type { Texts } from '../../../language/texts.ts'
import type { TimeFormats } from '../../../time/time-formats.ts'

export interface HistoryTextOptions {
  /** The id of the current session. */
  readonly currentId: string
  readonly texts: Texts<'history'>
  readonly times: TimeFormats
}

/** Returns why a session ended, from where and when. */
export function historyText(session: EndedSessionView, { currentId, texts, times }: HistoryTextOptions): ReactNode {
  const { id, endReason, endedBy, createdAt, lastSeenAt, endedAt } = session
  const tags = { ...names, ...moment(endedAt) }
  const lasted = (since: string): string => times.duration(new Date(since), new Date(endedAt))
  switch (endReason) {
    case 'ended_by_user':
      if (endedBy === null) return texts.rich('byYou', tags)
      if (endedBy.id === currentId) return texts.rich('byYouHere', tags)
      if (endedBy.id === id) return texts.rich('byYouItself', tags)
      return texts.rich('byYouFrom', { ...tags, name: endedBy.name })
    case 'password_changed':
      if (endedBy === null) return texts.rich('password', tags)
      if (endedBy.id === currentId) return texts.rich('passwordHere', tags)
      return texts.rich('passwordFrom', { ...tags, name: endedBy.name })
    case 'signed_out':
      return texts.rich('signedOut', tags)
    case 'replaced':
      return texts.rich('replaced', tags)
    case 'idle':
      return texts.rich('idle', { ...tags, duration: lasted(lastSeenAt) })
    case 'expired':
      return texts.rich('expired', { ...tags, duration: lasted(createdAt) })
    case 'role_changed':
      return texts.rich('roleChanged', tags)
    case 'reuse_detected':
      return texts.rich('reuse', tags)
    case 'password_reset':
      return texts.rich('passwordReset', tags)
    case 'account_reclaimed':
      return texts.rich('reclaimed', tags)
    case 'email_change_undone':
      return texts.rich('emailUndone', tags)
    case 'limit':
      return texts.rich('limit', tags)
  }
}
