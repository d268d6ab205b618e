import type { SessionId } from '@latchkey/schema'
import type { Session, SessionRotation, TokenHash } from '../../sessions/session.ts'
import type { StartedSession } from '../../sessions/session-store.ts'

/** What one caller gets of all. */
type Granted =
  | 'ending'
  | 'rotation'
  | 'exchange'
  | 'redemption'
  | 'decision'
  | 'callback'
  | 'email'
  | 'identity'
  | 'password'
  | 'hash'

/**
 * What the results of all calls say together: what a store may grant to one caller is granted once, and what it said to have
 * stored is there. Throws on the first result that contradicts an earlier one.
 */
export class MixedLedger {
  /** Every session that a result said to have started. */
  readonly started = new Map<SessionId, Session>()
  /** Events of calls that said to have changed something. */
  readonly storedEvents = new Set<string>()
  /** Events of calls that changed nothing, where the port leaves open whether they are recorded. */
  readonly openEvents = new Set<string>()
  readonly #granted = new Map<string, Set<string>>()
  readonly #tokens = new Map<SessionId, Set<TokenHash>>()

  /** Notes that a caller got what only one may get. */
  once(what: Granted, key: string): void {
    const granted = this.#granted.get(what) ?? new Set()
    if (granted.has(key)) throw new Error(`two callers got the ${what} of ${key}`)
    this.#granted.set(what, granted.add(key))
  }

  /** Whether a caller got it. */
  has(what: Granted, key: string): boolean {
    return this.#granted.get(what)?.has(key) ?? false
  }

  start({ session, replaced, beyondLimit }: StartedSession): void {
    if (this.started.has(session.id)) throw new Error(`${session.id} was started twice`)
    this.started.set(session.id, session)
    this.#tokensOf(session.id).add(session.tokenHash)
    this.end([...(replaced === null ? [] : [replaced]), ...beyondLimit])
  }

  end(sessions: readonly { readonly id: SessionId }[]): void {
    for (const { id } of sessions) this.once('ending', id)
  }

  rotate({ id, from, to }: SessionRotation): void {
    this.once('rotation', from)
    this.#tokensOf(id).add(to)
  }

  /** Every token that can authenticate nothing any more: it was replaced, or its session has ended. */
  get deadTokens(): readonly TokenHash[] {
    return [...this.#tokens].flatMap(([id, tokens]) =>
      [...tokens].filter((token) => this.has('ending', id) || this.has('rotation', token)),
    )
  }

  /** The tokens that a session was said to have had. */
  hadToken({ id, tokenHash }: Session): boolean {
    return this.#tokensOf(id).has(tokenHash)
  }

  #tokensOf(id: SessionId): Set<TokenHash> {
    const tokens = this.#tokens.get(id) ?? new Set()
    this.#tokens.set(id, tokens)
    return tokens
  }
}
