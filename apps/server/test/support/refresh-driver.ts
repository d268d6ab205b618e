import { equal, ok } from 'node:assert/strict'
import { Visitor } from './test-server.ts'

const password = 'correct horse battery'
const clientId = 'script'
/** Milliseconds for which a server gives the same pair for the same token, less what a request takes. */
const grace = 9000
/** A session exchanges 300 refresh tokens in 15 minutes. */
const maxRefreshes = 250

interface Pair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** What is on record of the token that is to be exchanged next. */
interface Held extends Pair {
  readonly session: string
  readonly refreshes: number
  /** When it was sent first and not answered. */
  readonly sentAt: number | null
}

/**
 * A client of servers that can be killed at any moment: it exchanges one refresh token after the other, at one server or at
 * all at once, and where no answer comes the same one again. Each token has one successor.
 */
export class RefreshDriver {
  readonly #email: string
  #held: Held | null = null

  constructor(email: string) {
    this.#email = email
  }

  /** Exchanges the token at all these servers at once. Returns whether each of them answered. */
  async act(urls: readonly string[]): Promise<boolean> {
    const [url] = urls
    if (url === undefined) throw new TypeError('there is no server')
    if (this.#held === null) return this.#begin(url)
    return this.#refresh(this.#held, urls)
  }

  /** Exchanges the token that the client has at all these servers, and uses what it gets at each. */
  async verify(urls: readonly string[]): Promise<void> {
    ok(await this.act(urls), 'an answer to a refresh')
    const held = this.#held
    if (held === null) return
    for (const url of urls) equal(await sessionBehind(url, held.accessToken), held.session, 'a refreshed session')
  }

  async #begin(url: string): Promise<boolean> {
    const credentials = { email: this.#email, password }
    const signedUp = await answered(url, 'auth.signUp', { ...credentials, name: 'Robot' })
    const issued = signedUp === null ? null : await answered(url, 'tokens.issue', { ...credentials, clientId })
    if (issued === null) return false
    equal(issued.status, 200, 'tokens for a user who has signed up')
    const pair: Pair = issued.body.result.data
    const session = await sessionBehind(url, pair.accessToken)
    if (session === null) return false
    this.#held = { ...pair, session, refreshes: 0, sentAt: null }
    return true
  }

  async #refresh(held: Held, urls: readonly string[]): Promise<boolean> {
    const sentAt = held.sentAt ?? performance.now()
    const input = { refreshToken: held.refreshToken, clientId }
    const answers = await Promise.all(urls.map((url) => answered(url, 'tokens.refresh', input)))
    const given = answers.filter((answer) => answer !== null)
    if (given.some(({ status }) => status === 401) && performance.now() - sentAt > grace) {
      // Both holders of a token are this client, and it was too slow: its session has ended.
      this.#held = null
      return true
    }
    for (const { status, text } of given) equal(status, 200, `an exchange: ${text}`)
    const pairs: readonly Pair[] = given.map(({ body }) => body.result.data)
    ok(new Set(pairs.map(({ refreshToken }) => refreshToken)).size <= 1, 'one successor')
    const [pair] = pairs
    const refreshes = held.refreshes + 1
    if (pair === undefined) this.#held = { ...held, sentAt }
    else this.#held = refreshes < maxRefreshes ? { ...pair, session: held.session, refreshes, sentAt: null } : null
    return given.length === answers.length
  }
}

/** Returns the answer of a server, `null` when it gave none. */
async function answered(url: string, path: string, input: unknown) {
  try {
    return await new Visitor(url, {}).mutate(path, input)
  } catch {
    return null
  }
}

async function sessionBehind(url: string, accessToken: string): Promise<string | null> {
  try {
    const { body } = await new Visitor(url, {}).query('auth.me', { Authorization: `Bearer ${accessToken}` })
    return body.result.data.session.id
  } catch {
    return null
  }
}
