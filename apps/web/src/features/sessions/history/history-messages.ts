import type { EndedSessionView } from '@latchkey/schema'
import type { Phrase } from '../../../components/phrase.tsx'
import { duration } from '../../../time/relative-time.ts'

/** Returns why a session ended, from where and when. `currentId` is the id of the current session. */
export function historyMessage(session: EndedSessionView, currentId: string): Phrase {
  return [...whyEnded(session, currentId), ', ', { at: session.endedAt }]
}

function whyEnded(session: EndedSessionView, currentId: string): Phrase {
  switch (session.endReason) {
    case 'ended_by_user':
      return endedFrom(session, currentId, 'Ended')
    case 'password_changed':
      return endedFrom(session, currentId, 'Ended by a new password')
    case 'signed_out':
      return ['Signed out']
    case 'replaced':
      return ['Signed in again in the same browser']
    case 'idle':
      return [`Not used for ${duration(new Date(session.lastSeenAt), new Date(session.endedAt))}`]
    case 'expired':
      return [`Over after ${duration(new Date(session.createdAt), new Date(session.endedAt))}, the longest it may last`]
    case 'role_changed':
      return ['Ended by a change of your role']
    case 'reuse_detected':
      return ['Ended because a token or code of it was used twice']
    case 'limit':
      return ['Ended for a newer one: too many at once, and this one was unused the longest']
  }
}

function endedFrom({ id, endedBy }: EndedSessionView, currentId: string, what: string): Phrase {
  if (endedBy === null) return [what]
  if (endedBy.id === currentId) return [`${what} from this device`]
  if (endedBy.id === id) return [`${what} from the session itself`]
  return [`${what} from `, { name: endedBy.name }]
}
