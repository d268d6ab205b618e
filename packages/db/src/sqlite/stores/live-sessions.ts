import type { Session, TokenHash, User } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { SqliteDatabase } from '../open-database.ts'
import { sessionRecords } from '../tables/session-records.ts'
import { sessions } from '../tables/sessions.ts'
import { bytesOfHash, hasTokenHash } from '../tables/token-hash.ts'
import { userColumns, users } from '../tables/users.ts'
import { numberOf, sessionColumns } from './session-columns.ts'

/** About a kilobyte each. */
const defaultMaxRemembered = 10_000

interface LiveSession {
  readonly session: Session
  readonly user: User
}

interface Remembered {
  readonly version: number
  readonly live: LiveSession
}

/**
 * Finds live sessions with their users. Whether a session is live is read from the database each time, with the version of
 * its row; the other columns, some thirty, are remembered and read again once the version is another. Triggers raise it with
 * each change of the session or of its user, also with one that is made beside this process.
 */
export class LiveSessions {
  readonly #byToken
  readonly #byId
  readonly #read
  readonly #maxRemembered: number
  /** In the order in which they were remembered. */
  readonly #remembered = new Map<SessionId, Remembered>()

  constructor(db: SqliteDatabase, maxRemembered = defaultMaxRemembered) {
    const p = sql.placeholder
    const isNotOver = gt(sessions.idleExpiresAt, p('now'))
    const versionOf = (condition: SQL | undefined) =>
      db
        .select({ id: sessions.id, version: sessions.version })
        .from(sessions)
        .where(and(condition, isNotOver))
        .prepare()
    this.#byToken = versionOf(hasTokenHash(sessions, p('tokenHash')))
    this.#byId = versionOf(
      and(eq(sessions.id, p('id')), eq(sessions.userNumber, numberOf(p('userId'))), isNull(sessions.endedAt)),
    )
    this.#read = db
      .select({ session: sessionColumns, user: userColumns, version: sessionRecords.version })
      .from(sessionRecords)
      .innerJoin(users, eq(users.number, sessionRecords.userNumber))
      .where(and(eq(sessionRecords.id, p('id')), isNull(sessionRecords.endedAt)))
      .prepare()
    this.#maxRemembered = maxRemembered
  }

  /** As `SessionStore.findLive`. */
  findByToken(tokenHash: TokenHash, now: Date): LiveSession | null {
    const found = this.#whole(this.#byToken.get({ tokenHash: bytesOfHash(tokenHash), now: now.getTime() }))
    // Another process may have given the session a new token between the two reads.
    return found?.session.tokenHash === tokenHash ? found : null
  }

  /** As `SessionStore.findLiveById`. */
  findById({ id, userId }: { readonly id: SessionId; readonly userId: UserId }, now: Date): LiveSession | null {
    return this.#whole(this.#byId.get({ id, userId, now: now.getTime() }))
  }

  #whole(found: { readonly id: SessionId; readonly version: number } | undefined): LiveSession | null {
    if (found === undefined) return null
    const remembered = this.#remembered.get(found.id)
    if (remembered?.version === found.version) return remembered.live
    const read = this.#read.get({ id: found.id })
    if (read === undefined) return null
    const { version, ...live } = read
    this.#remember({ version, live })
    return live
  }

  #remember(remembered: Remembered): void {
    const { id } = remembered.live.session
    this.#remembered.delete(id)
    this.#remembered.set(id, remembered)
    const oldest = this.#remembered.keys().next().value
    if (this.#remembered.size > this.#maxRemembered && oldest !== undefined) this.#remembered.delete(oldest)
  }
}
