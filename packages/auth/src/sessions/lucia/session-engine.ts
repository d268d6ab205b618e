import { Lucia, TimeSpan } from 'lucia'
import type { User } from '../../users/user.ts'
import type { Session } from '../session.ts'
import type { SessionStore } from '../session-store.ts'
import type { TokenHash } from '../session-token.ts'
import { createLuciaAdapter, type LuciaMapping } from './lucia-adapter.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ record: Session }, { record: User }>
    DatabaseSessionAttributes: { record: Session }
    DatabaseUserAttributes: { record: User }
  }
}

/** Our records travel through Lucia whole, as its attributes. */
const mapping: LuciaMapping = {
  toSession: (row) => row.attributes.record,
  sessionAttributes: (record) => ({ record }),
  userAttributes: (record) => ({ record }),
}

/**
 * Lucia does not slide expiry here: it has one period for all sessions and no absolute limit, so the lifetimes are
 * ours (`session-lifetime.ts`). At a period of zero Lucia renews nothing, and the expiry that it checks is the one
 * that our policy put on the record.
 */
const neverSlide = new TimeSpan(0, 'ms')

/**
 * The one place that uses Lucia: starting and checking sessions, keyed by token hash.
 * How to replace it: docs/decisions/001-lucia-and-arctic.md.
 */
export class SessionEngine {
  readonly #lucia: Lucia<{ record: Session }, { record: User }>

  constructor(sessions: SessionStore, now: () => Date) {
    this.#lucia = new Lucia(createLuciaAdapter(sessions, mapping, now), {
      sessionExpiresIn: neverSlide,
      getSessionAttributes: (attributes) => attributes,
      getUserAttributes: (attributes) => attributes,
    })
  }

  async start(session: Session): Promise<void> {
    await this.#lucia.createSession(session.userId, { record: session }, { sessionId: session.tokenHash })
  }

  /** One read: the live session with this hash and its user, or `null`. */
  async check(tokenHash: TokenHash): Promise<{ session: Session; user: User } | null> {
    const { session, user } = await this.#lucia.validateSession(tokenHash)
    return session === null ? null : { session: session.record, user: user.record }
  }
}
