import type { MailId, SessionId } from '@latchkey/schema'
import type { Session, SessionRotation, TokenHash } from '../../sessions/session.ts'
import type { SessionStart, StartedSession } from '../../sessions/session-store.ts'

/** What one caller gets of all. */
type Granted =
  | 'ending'
  | 'rotation'
  | 'exchange'
  | 'redemption'
  | 'decision'
  | 'callback'
  | 'email'
  | 'hash'
  | 'challenge'
  | 'attempt'
  | 'factor'
  | 'passkey challenge'
  | 'count'
  | 'mail'

/** What one caller has until it is taken away: then another one may get it. */
type Kept = 'identity' | 'password' | 'totp'

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
  readonly #taken = new Map<string, number>()
  readonly #givenBack = new Map<string, number>()
  readonly #tries = new Map<string, number>()
  readonly #maxTries = new Map<string, number>()
  readonly #sent = new Map<MailId, number>()
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

  /** Notes that a caller got what one may have at a time. */
  take(what: Kept, key: string): void {
    this.#count(this.#taken, `${what} of ${key}`)
  }

  /** Notes that it was taken away, if it was there. */
  giveBack(what: Kept, key: string): void {
    this.#count(this.#givenBack, `${what} of ${key}`)
  }

  /** Whether no two had something at a time, once all calls of a batch are noted: which came first, their results do not tell. */
  checkTaken(): void {
    for (const [name, taken] of this.#taken) {
      if (taken > 1 + (this.#givenBack.get(name) ?? 0)) throw new Error(`two callers got the ${name}`)
    }
  }

  /** Notes a try that was counted, of what may have so many. */
  countTry(id: string, max: number): void {
    this.#count(this.#tries, id)
    this.#maxTries.set(id, max)
  }

  /** Notes that a try was given back, if one was counted. */
  giveBackTry(id: string): void {
    this.#count(this.#givenBack, `try of ${id}`)
  }

  /** Whether nothing had too many tries, once all calls of a batch are noted. */
  checkTries(): void {
    for (const [id, tries] of this.#tries) {
      const most = (this.#maxTries.get(id) ?? 0) + (this.#givenBack.get(`try of ${id}`) ?? 0)
      if (tries > most) throw new Error(`${id} had too many tries`)
    }
  }

  /** Notes that a mail was sent in a batch. */
  send(mail: MailId, batch: number): void {
    if (!this.#sent.has(mail)) this.#sent.set(mail, batch)
  }

  /** Whether a mail that was claimed in a batch had not been sent before it. */
  checkUnsent(mail: MailId, batch: number): void {
    if ((this.#sent.get(mail) ?? batch) < batch) throw new Error(`${mail} was sent, and claimed again`)
  }

  #count(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }

  start({ session, replaced, beyondLimit }: StartedSession): void {
    if (this.started.has(session.id)) throw new Error(`${session.id} was started twice`)
    this.started.set(session.id, session)
    this.#tokensOf(session.id).add(session.tokenHash)
    this.end([...(replaced === null ? [] : [replaced]), ...beyondLimit])
  }

  /** Notes a start that stored an attempt. @throws where none was asked for, or where it ended a session */
  wait({ session, attempt: asked }: SessionStart, { attempt, replaced, beyondLimit }: StartedSession): void {
    if (asked === null || attempt?.id !== asked.id) throw new Error(`${session.id} was asked for another second factor`)
    if (replaced !== null || beyondLimit.length > 0) throw new Error(`${attempt.id} ended a session`)
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
