import type { SessionId, UserId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { Caller } from './caller.ts'
import type { Presence } from './presence.ts'
import type { EndedSession, Session } from './session.ts'
import type { SessionActivity } from './session-activity.ts'
import type { HistoryPosition, SessionStore } from './session-store.ts'

/** A live session as a list shows it. */
export interface ListedSession extends Session {
  /** Whether one of its tabs is open now. */
  readonly online: boolean
}

export interface ListSessions {
  /** Returns the caller's live sessions, the calling one among them, by last use, the latest first. */
  list(caller: Caller): Promise<readonly ListedSession[]>

  /** Returns a user's live sessions, by last use, the latest first. */
  listLive(userId: UserId): Promise<readonly ListedSession[]>

  /** Returns a session as a list shows it, but for its tabs at other servers: with its last use, written or not. */
  toListed(session: Session): ListedSession

  /** Returns a page of the caller's ended sessions, the latest first. `next` is `null` on the last page. */
  history(
    caller: Caller,
    page: { after: HistoryPosition | null; limit: number },
  ): Promise<{ sessions: readonly EndedSession[]; next: HistoryPosition | null }>
}

/** Returns the part of `Sessions` that lists sessions, live and ended. */
export function listSessions({
  store,
  activity,
  hasOpenStream,
  presence,
  now,
}: {
  readonly store: SessionStore
  readonly activity: SessionActivity
  readonly hasOpenStream: (session: Session) => boolean
  readonly presence: Presence
  readonly now: () => Date
}): ListSessions {
  const toListed = (session: Session): ListedSession => ({
    ...activity.withLastUse(session),
    online: hasOpenStream(session),
  })

  async function listLive(userId: UserId): Promise<readonly ListedSession[]> {
    const [live, elsewhere] = await Promise.all([store.listLive(userId, now()), presence.findElsewhere(userId)])
    return live
      .map((session) => (elsewhere.has(session.id) ? { ...toListed(session), online: true } : toListed(session)))
      .toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
  }

  return {
    list: ({ user }) => listLive(user.id),
    listLive,
    toListed,

    async history({ user }, { after, limit }) {
      // One more than asked for tells whether there is another page.
      const found = await store.listEnded(user.id, after, limit + 1)
      const sessions = found.slice(0, limit)
      return { sessions, next: found.length > limit ? (sessions.at(-1) ?? null) : null }
    },
  }
}

/**
 * Returns one session apart from the others.
 *
 * @throws AuthError `SESSION_ENDED` when it is not among them
 */
export function partition(
  sessions: readonly ListedSession[],
  currentId: SessionId,
): { current: ListedSession; others: readonly ListedSession[] } {
  const current = sessions.find((session) => session.id === currentId)
  if (current === undefined) throw new AuthError('SESSION_ENDED')
  return { current, others: sessions.filter((session) => session !== current) }
}
