import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import type { EndReason, EventListView, EventType, SessionHistoryView } from '@latchkey/schema'
import type { SeededRandom } from './seeded-random.ts'

const password = 'correct horse battery'

/** What a user remembers of one of their sessions. */
interface RememberedSession {
  readonly id: string
  token: string
  /** `unsure`: a request that ends the session or changes its token got no answer. */
  state: 'live' | 'unsure' | 'over'
  name: string | null
  /** The reason of the ending that the server acknowledged. */
  ended: EndReason | null
  /** Whether a step-up without an answer may have given the session a token that the user does not know. */
  mayBeRotated: boolean
}

interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
  readonly body: any
  readonly token: string | null
  readonly requestId: string
}

/** The server did not answer: it may or may not have made the change. */
class UnansweredError extends Error {}

/**
 * A user of a server that can be killed at any moment: sends one request after the other, remembers what the server
 * acknowledged, and verifies that it still holds after a restart.
 */
export class UserDriver {
  readonly #email: string
  readonly #random: SeededRandom
  readonly #mayBeUnavailable: boolean
  readonly #sessions: RememberedSession[] = []
  /** Tokens that the server replaced, ended or refused. */
  readonly #dead = new Set<string>()
  readonly #events: { type: EventType; requestId: string; target: string | null }[] = []
  /** Tokens from answers, of sessions whose id the user has not asked for yet. */
  readonly #fresh: string[] = []
  #url = ''
  #isSignedUp = false
  /** Whether a sign-up got no answer. */
  #mayBeSignedUp = false
  #renames = 0
  /** How many sign-ins got no answer: each may have started a session that the user has no token of. */
  #unacknowledgedSignIns = 0

  /** Where its database fails, a server answers 503 to what it may or may not have stored: with `mayBeUnavailable` no answer. */
  constructor(email: string, random: SeededRandom, { mayBeUnavailable = false } = {}) {
    this.#email = email
    this.#random = random
    this.#mayBeUnavailable = mayBeUnavailable
  }

  /** Sends one request that changes something. Returns whether the server answered. */
  async act(url: string): Promise<boolean> {
    this.#url = url
    try {
      await this.#choose()
      return true
    } catch (error) {
      if (error instanceof UnansweredError) return false
      throw error
    }
  }

  /** Compares what was acknowledged with what a server says that was started again on the same file. */
  async verify(url: string): Promise<void> {
    this.#url = url
    if (!this.#isSignedUp) await this.#findOutWhetherSignedUp()
    for (const session of this.#sessions) if (session.state !== 'over') await this.#verifyOpen(session)
    for (const token of this.#dead) equal(await this.#idBehind(token), null, 'a dead token')
    if (this.#live.length === 0) await this.#signIn(null)
    await this.#verifyList()
    await this.#verifyHistory()
    await this.#verifyEvents()
  }

  get #live(): readonly RememberedSession[] {
    return this.#sessions.filter(({ state }) => state === 'live')
  }

  async #choose(): Promise<void> {
    if (!this.#isSignedUp) return this.#mayBeSignedUp ? this.#findOutWhetherSignedUp() : this.#signUp()
    const live = this.#live
    if (live.length < 3) return this.#signIn(null)
    const session = this.#random.pick(live)
    const other = this.#random.pick(live.filter((each) => each !== session))
    const choices = [
      () => this.#signIn(null),
      () => this.#signIn(null),
      () => this.#signIn(session),
      () => this.#end(session, other),
      () => this.#end(session, other),
      () => this.#endOthers(session),
      () => this.#signOut(session),
      () => this.#stepUp(session),
      () => this.#rename(session, other),
      () => this.#mistype(),
    ]
    await this.#random.pick(choices)()
  }

  async #signUp(): Promise<void> {
    this.#mayBeSignedUp = true
    const answer = await this.#call('auth.signUp', { input: { email: this.#email, password, name: 'Ada' } })
    equal(answer.status, 200)
    this.#isSignedUp = true
    await this.#began(answer, 'signed_up')
  }

  async #signIn(replaced: RememberedSession | null): Promise<void> {
    // One event of the replaced session, one of the new one, in one request.
    if (replaced !== null) replaced.state = 'unsure'
    this.#unacknowledgedSignIns += 1
    const input = { email: this.#email, password }
    const answer = await this.#call('auth.signIn', { input, session: replaced })
    equal(answer.status, 200)
    if (replaced !== null) this.#over(replaced, 'replaced', answer)
    await this.#began(answer, 'signed_in')
    this.#unacknowledgedSignIns -= 1
  }

  /** The token is valid from here on; the request for the session's id may get no answer. */
  async #began({ token, requestId }: Answer, type: EventType): Promise<void> {
    if (token === null) throw new Error('no cookie came')
    this.#events.push({ type, requestId, target: null })
    this.#fresh.push(token)
    await this.#adoptFresh()
  }

  async #adoptFresh(): Promise<void> {
    const [token] = this.#fresh
    if (token === undefined) return
    const id = await this.#idBehind(token)
    if (id === null) fail('an acknowledged sign-in')
    this.#sessions.push({ id, token, state: 'live', name: null, ended: null, mayBeRotated: false })
    this.#fresh.shift()
    await this.#adoptFresh()
  }

  async #end(session: RememberedSession, target: RememberedSession): Promise<void> {
    target.state = 'unsure'
    const answer = await this.#call('sessions.end', { input: { id: target.id }, session })
    deepEqual(answer.body.result?.data, { ended: true })
    this.#over(target, 'ended_by_user', answer)
  }

  async #endOthers(session: RememberedSession): Promise<void> {
    const others = this.#live.filter((each) => each !== session)
    for (const other of others) other.state = 'unsure'
    const answer = await this.#call('sessions.endOthers', { input: null, session })
    ok(answer.body.result?.data.ended >= others.length, 'it ends all that are live')
    for (const other of others) this.#over(other, 'ended_by_user', answer)
    this.#unacknowledgedSignIns = 0
  }

  async #signOut(session: RememberedSession): Promise<void> {
    session.state = 'unsure'
    const answer = await this.#call('auth.signOut', { input: null, session })
    equal(answer.status, 200)
    this.#over(session, 'signed_out', answer)
  }

  async #stepUp(session: RememberedSession): Promise<void> {
    session.state = 'unsure'
    session.mayBeRotated = true
    const answer = await this.#call('auth.stepUp', { input: { password }, session })
    if (answer.token === null) throw new Error('no cookie came')
    this.#dead.add(session.token)
    Object.assign(session, { token: answer.token, state: 'live', mayBeRotated: false })
    this.#events.push({ type: 'stepped_up', requestId: answer.requestId, target: null })
  }

  async #rename(session: RememberedSession, target: RememberedSession): Promise<void> {
    target.name = null
    // Never a name that the session may already have: a rename that changes nothing has no event.
    this.#renames += 1
    const name = `Device ${this.#renames}`
    const answer = await this.#call('sessions.rename', { input: { id: target.id, name }, session })
    equal(answer.status, 200)
    target.name = name
    this.#events.push({ type: 'session_renamed', requestId: answer.requestId, target: target.id })
  }

  async #mistype(): Promise<void> {
    const answer = await this.#call('auth.signIn', { input: { email: this.#email, password: 'not this one' } })
    equal(answer.status, 401)
    // Where its event can't be stored, a refusal is in the log alone.
    if (this.#mayBeUnavailable) return
    this.#events.push({ type: 'sign_in_failed', requestId: answer.requestId, target: null })
  }

  #over(session: RememberedSession, reason: EndReason, { requestId }: Answer): void {
    session.state = 'over'
    session.ended = reason
    this.#dead.add(session.token)
    const isSignOut = reason === 'signed_out'
    this.#events.push({
      type: isSignOut ? 'signed_out' : 'session_ended',
      requestId,
      target: isSignOut ? null : session.id,
    })
  }

  /** A sign-up is stored as a whole or not at all: where it was not stored, the address is free. */
  async #findOutWhetherSignedUp(): Promise<void> {
    this.#unacknowledgedSignIns += 1
    const { status } = await this.#call('auth.signIn', { input: { email: this.#email, password } })
    ok(status === 200 || status === 401, `half a user: ${status}`)
    if (status === 401) return this.#signUp()
    this.#isSignedUp = true
    this.#unacknowledgedSignIns += 1
  }

  async #verifyOpen(session: RememberedSession): Promise<void> {
    const id = await this.#idBehind(session.token)
    if (session.state === 'live') equal(id, session.id, 'an acknowledged session')
    session.state = id === null ? 'over' : 'live'
    if (id === null) this.#dead.add(session.token)
    else session.mayBeRotated = false
  }

  async #verifyList(): Promise<void> {
    await this.#adoptFresh()
    const [reader] = this.#live
    if (reader === undefined) throw new Error('no session is live')
    const { body } = await this.#call('sessions.list', { session: reader })
    const { current, others } = body.result.data
    const listed = new Map<string, string>([current, ...others].map(({ id, name }) => [id, name]))
    for (const { id, name, state, mayBeRotated } of this.#sessions) {
      if (state === 'live') ok(listed.has(id), 'a live session is listed')
      else if (!mayBeRotated) ok(!listed.has(id), 'a session that is over is not listed')
      if (state === 'live' && name !== null) equal(listed.get(id), name, 'an acknowledged name')
    }
    const known = new Set(this.#sessions.map(({ id }) => id))
    const unknown = [...listed.keys()].filter((id) => !known.has(id))
    ok(unknown.length <= this.#unacknowledgedSignIns, 'a session that no sign-in accounts for')
  }

  async #verifyHistory(): Promise<void> {
    const reasons = new Map<string, string>()
    for await (const page of this.#pages<SessionHistoryView>('sessions.history')) {
      for (const { id, endReason } of page.sessions) reasons.set(id, endReason)
    }
    for (const { id, ended, state } of this.#sessions) {
      if (ended !== null) equal(reasons.get(id), ended, 'an acknowledged ending')
      if (state === 'live') ok(!reasons.has(id), 'a live session is not in the history')
    }
  }

  async #verifyEvents(): Promise<void> {
    const counts = new Map<string, number>()
    const live = new Set<string>(this.#live.map(({ id }) => id))
    for await (const page of this.#pages<EventListView>('events.list')) {
      for (const { type, requestId, details } of page.events) {
        const key = JSON.stringify([type, requestId, details.target?.id ?? null])
        counts.set(key, (counts.get(key) ?? 0) + 1)
        // An event without its change would be stored in another transaction.
        if (type === 'session_ended')
          ok(!live.has(details.target?.id ?? ''), 'an event of an ending that was not stored')
      }
    }
    for (const { type, requestId, target } of this.#events) {
      const key = JSON.stringify([type, requestId, target])
      equal(counts.get(key), 1, `an acknowledged event, stored ${counts.get(key) ?? 0} times: ${key}`)
    }
  }

  async *#pages<Page extends { readonly nextCursor: string | null }>(procedure: string): AsyncGenerator<Page> {
    const [reader] = this.#live
    if (reader === undefined) throw new Error('no session is live')
    let cursor: string | null = null
    do {
      const input = encodeURIComponent(JSON.stringify({ limit: 100, ...(cursor === null ? {} : { cursor }) }))
      const { body } = await this.#call(`${procedure}?input=${input}`, { session: reader })
      const page: Page = body.result.data
      yield page
      cursor = page.nextCursor
    } while (cursor !== null)
  }

  async #idBehind(token: string): Promise<string | null> {
    const { body } = await this.#call('auth.me', { session: { token } })
    return body.result.data?.session.id ?? null
  }

  async #call(
    path: string,
    { input, session = null }: { input?: unknown; session?: { readonly token: string } | null },
  ): Promise<Answer> {
    const post = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: input === null ? '' : JSON.stringify(input),
    }
    const { headers = {}, ...rest } = input === undefined ? {} : post
    const cookie: Record<string, string> = session === null ? {} : { Cookie: `latchkey=${session.token}` }
    const answer = await this.#fetch(`${this.#url}/trpc/${path}`, { ...rest, headers: { ...headers, ...cookie } })
    if (!this.#mayBeUnavailable || answer.status !== 503) return answer
    equal(answer.body.error.data.reason, 'UNAVAILABLE')
    throw new UnansweredError('the database is not available')
  }

  async #fetch(url: string, init: RequestInit): Promise<Answer> {
    try {
      const response = await fetch(url, init)
      const body: unknown = await response.json()
      const set = response.headers.getSetCookie().map((each) => /^latchkey=([^;]+)/.exec(each)?.[1])
      const { status } = response
      return { status, body, token: set[0] ?? null, requestId: response.headers.get('X-Request-Id') ?? '' }
    } catch (error) {
      throw new UnansweredError('no answer', { cause: error })
    }
  }
}
