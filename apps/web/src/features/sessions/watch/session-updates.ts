import type { SessionListView } from '@latchkey/schema'
import type { QueryUtils } from '../../../api/query-utils.ts'
import { listChanges } from './list-changes.ts'

/** Puts what a stream said where the screens read it. */
export class SessionUpdates {
  readonly #utils: QueryUtils

  constructor(utils: QueryUtils) {
    this.#utils = utils
  }

  async apply(sessions: SessionListView): Promise<void> {
    const before = this.#utils.sessions.list.getData()
    // An answer that is on its way may be older than this.
    await this.#utils.sessions.list.cancel()
    this.#utils.sessions.list.setData(undefined, { ...sessions, others: [...sessions.others] })
    if (before === undefined) return
    const { began, ended } = listChanges(before, sessions)
    if (ended.length > 0) void this.#utils.sessions.history.invalidate()
    if (began.length + ended.length > 0) void this.#utils.events.list.invalidate()
  }

  /** The same from another tab, as long as that one is on the same session. */
  async applyRelayed(sessions: SessionListView): Promise<void> {
    if (sessions.current.id === this.currentId()) await this.apply(sessions)
  }

  /** The session that this tab knows itself to be. */
  currentId(): string | null {
    return this.#utils.auth.me.getData()?.session.id ?? null
  }
}
