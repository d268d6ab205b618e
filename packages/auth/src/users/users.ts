import type { SessionId } from '@latchkey/schema'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

export interface UsersDependencies {
  readonly users: UserStore
  readonly events: Events
  readonly limits: Limits
  readonly now: () => Date
}

/** Changes what a user says of themselves. */
export class Users {
  readonly #deps: UsersDependencies

  constructor(deps: UsersDependencies) {
    this.#deps = deps
  }

  /**
   * Gives the calling user another name. The name that they have already is no change. Returns the user.
   *
   * @throws AuthError `RATE_LIMITED`
   */
  async rename(
    { user, session }: { readonly user: User; readonly session: { readonly id: SessionId } },
    name: string,
    request: RequestInfo,
  ): Promise<User> {
    const { users, events, limits, now } = this.#deps
    if (user.name === name) return user
    await limits.consume('userRename', { user: user.id })
    const renamed = { type: 'user_renamed', at: now(), userId: user.id, sessionId: session.id, name, request } as const
    await events.commit((record) => users.rename({ id: user.id, name }, () => record(renamed)))
    return { ...user, name }
  }
}
