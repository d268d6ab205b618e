import type { UserId } from '@latchkey/schema'
import {
  type Adapter,
  type DatabaseSession,
  type DatabaseUser,
  Lucia,
  type RegisteredDatabaseSessionAttributes,
  type RegisteredDatabaseUserAttributes,
  TimeSpan,
} from 'lucia'
import type { User } from '../../users/user.ts'
import type { Session, TokenHash } from '../session.ts'
import type { SessionStore } from '../session-store.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ record: Session }, { record: User }>
    DatabaseSessionAttributes: { record: Session }
    DatabaseUserAttributes: { record: User }
  }
}

/** Converts between Lucia's open attributes and our closed records. */
export interface LuciaMapping {
  toSession(row: DatabaseSession): Session
  sessionAttributes(session: Session): RegisteredDatabaseSessionAttributes
  userAttributes(user: User): RegisteredDatabaseUserAttributes
}

/** Our records are passed through Lucia whole, as its attributes. */
const mapping: LuciaMapping = {
  toSession: (row) => row.attributes.record,
  sessionAttributes: (record) => ({ record }),
  userAttributes: (record) => ({ record }),
}

/**
 * Lucia does not slide expiry here: it has one period for all sessions and no absolute limit, so the lifetimes are ours
 * (`session-lifetime.ts`). With a period of zero Lucia renews nothing, and checks the expiry that is on the record.
 */
const neverSlide = new TimeSpan(0, 'ms')

/** Lucia's own changes are recorded by no event: its callers record theirs. */
const noEvents = (): [] => []

/** Stores a session that Lucia has created, in one transaction with what comes with it. */
export type CommitSession = (session: Session) => Promise<void>

/**
 * Uses Lucia to create and to validate sessions, by token hash. Nothing outside of this folder imports Lucia; how to
 * replace it: docs/decisions/029-lucia-through-a-commit.md.
 */
export class LuciaSessions {
  readonly #lucia: Lucia<{ record: Session }, { record: User }>
  readonly #commits = new Map<TokenHash, CommitSession>()

  constructor(store: SessionStore, now: () => Date) {
    const setSession: CommitSession = async (session) => {
      await this.#commits.get(session.tokenHash)?.(session)
    }
    this.#lucia = new Lucia(createLuciaAdapter(store, { mapping, now, setSession }), {
      sessionExpiresIn: neverSlide,
      getSessionAttributes: (attributes) => attributes,
      getUserAttributes: (attributes) => attributes,
    })
  }

  /** Has Lucia create a session; `commit` stores it. */
  async create(session: Session, commit: CommitSession): Promise<void> {
    this.#commits.set(session.tokenHash, commit)
    try {
      await this.#lucia.createSession(session.userId, { record: session }, { sessionId: session.tokenHash })
    } finally {
      this.#commits.delete(session.tokenHash)
    }
  }

  /** Returns the live session with this token hash and its user, or `null`. One read. */
  async validate(tokenHash: TokenHash): Promise<{ session: Session; user: User } | null> {
    const { session, user } = await this.#lucia.validateSession(tokenHash)
    return session === null ? null : { session: session.record, user: user.record }
  }
}

/**
 * Returns Lucia's storage interface over a session store. What Lucia calls the id of a session is our token hash, so that
 * Lucia never sees the token. What Lucia calls deleting is ending: the row stays on record and can't be found as live.
 */
export function createLuciaAdapter(
  store: SessionStore,
  { mapping: records, now, setSession }: { mapping: LuciaMapping; now: () => Date; setSession: CommitSession },
): Adapter {
  const databaseSession = (session: Session): DatabaseSession => ({
    id: session.tokenHash,
    userId: session.userId,
    expiresAt: session.idleExpiresAt,
    attributes: records.sessionAttributes(session),
  })
  const databaseUser = (user: User): DatabaseUser => ({ id: user.id, attributes: records.userAttributes(user) })

  return {
    async getSessionAndUser(sessionId) {
      const found = await store.findLive(sessionId as TokenHash, now())
      return found === null ? [null, null] : [databaseSession(found.session), databaseUser(found.user)]
    },
    async getUserSessions(userId) {
      const live = await store.listLive(userId as UserId, now())
      return live.map(databaseSession)
    },
    async setSession(row) {
      await setSession(records.toSession(row))
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      await store.renew(sessionId as TokenHash, expiresAt)
    },
    async deleteSession(sessionId) {
      // Sessions that are ended by decision bypass Lucia: it deletes only what it finds past its expiry.
      const found = await store.findLive(sessionId as TokenHash, now())
      if (found !== null) await store.end(found.session, { at: now(), reason: 'idle', by: null }, noEvents)
    },
    async deleteUserSessions(userId) {
      const ending = { at: now(), reason: 'ended_by_user', by: null } as const
      await store.endAll({ userId: userId as UserId, keep: null }, ending, noEvents)
    },
    async deleteExpiredSessions() {
      await store.endOverdue(now(), Number.MAX_SAFE_INTEGER, noEvents)
    },
  }
}
