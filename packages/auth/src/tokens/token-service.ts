import type { IssueTokensInput, RefreshTokensInput } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after, second } from '../duration.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { ClientRegistry } from '../grants/client-registry.ts'
import type { PasswordService } from '../passwords/password-service.ts'
import type { RandomBytes } from '../random.ts'
import type { Session } from '../sessions/session.ts'
import type { Holder, SessionService, StartSession, Use } from '../sessions/session-service.ts'
import type { AccessToken, AccessTokens } from './access-token.ts'
import { accessTokenLifetime } from './access-token.ts'
import type { AppSecrets } from './app-secrets.ts'
import {
  hashRefreshToken,
  newRefreshToken,
  parseRefreshToken,
  type RefreshToken,
  type RefreshTokenHash,
  type UsedRefreshToken,
} from './refresh-token.ts'
import type { RefreshTokenStore } from './refresh-token-store.ts'

/** For how long a refresh token that was used gives the same successor again: an answer got lost, or two asked at once. */
export const reuseGrace = 10 * second

/** The secret parts of a client session, and the session that they stand for. */
export interface IssuedTokens extends Caller {
  readonly clientId: string
  readonly accessToken: AccessToken
  /** Milliseconds. */
  readonly expiresIn: number
  readonly refreshToken: RefreshToken
}

export interface TokenServiceDependencies {
  readonly refreshTokens: RefreshTokenStore
  /** Whether a password is a way to the first pair. */
  readonly byPassword: boolean
  readonly accessTokens: AccessTokens
  readonly secrets: AppSecrets
  readonly clients: ClientRegistry
  readonly passwords: PasswordService
  readonly sessions: SessionService
  readonly events: EventRecorder
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Tokens for clients that hold no cookie. A family of them is a session of kind `client`. */
export class TokenService {
  readonly #deps: TokenServiceDependencies

  constructor(deps: TokenServiceDependencies) {
    this.#deps = deps
  }

  /** Whether a password is a way to the first pair. */
  get byPassword(): boolean {
    return this.#deps.byPassword
  }

  /**
   * The first pair, for a password. The same limits and the same answers as signing in.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`; `PASSWORD_TOKENS_OFF` where the operator wants none
   */
  async issue({ email, password, clientId }: IssueTokensInput, client: ClientInfo): Promise<IssuedTokens> {
    const { passwords, refreshTokens, clients, random, now, byPassword } = this.#deps
    if (!byPassword) throw new AuthError('PASSWORD_TOKENS_OFF')
    const input = { email, password, remember: true }
    const holder: Holder = { clientId, name: clients.nameOf(clientId), proved: true }
    const { user, session } = await passwords.signIn(input, { client, replaces: null, holder })
    const refreshToken = newRefreshToken(random)
    await refreshTokens.insert({ hash: hashRefreshToken(refreshToken), sessionId: session.id, createdAt: now() })
    return this.#first({ user, session }, refreshToken, client)
  }

  /**
   * The first pair of a session that begins with it. `keep` stores both at once or says no: then there is `null`, and
   * nothing was begun.
   */
  async begin(
    start: Omit<StartSession, 'replaces'> & { readonly holder: Holder },
    keep: (session: Session, refreshToken: RefreshTokenHash) => Promise<boolean>,
  ): Promise<IssuedTokens | null> {
    const { sessions, random } = this.#deps
    const refreshToken = newRefreshToken(random)
    const session = await sessions.startWith(start, (drafted) => keep(drafted, hashRefreshToken(refreshToken)))
    return session === null ? null : this.#first({ user: start.user, session }, refreshToken, start.client)
  }

  /**
   * The next pair, once for each refresh token. Whoever asks again within ten seconds gets the same one: an answer gets
   * lost, and two ask at once. Whoever asks later has a copy, and the session ends for everyone who has one.
   *
   * The successor follows from the token and a secret of this server, so that it can be given again and is stored nowhere.
   *
   * @throws AuthError `INVALID_REFRESH_TOKEN`, `SESSION_ENDED`, `REFRESH_TOKEN_REUSED`
   * @see [RFC 9700 §4.14](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14)
   */
  async refresh({ refreshToken, clientId }: RefreshTokensInput, client: ClientInfo): Promise<IssuedTokens> {
    const { refreshTokens, secrets, sessions, now } = this.#deps
    const token = parseRefreshToken(refreshToken)
    const hash = token === null ? null : hashRefreshToken(token)
    const found = hash === null ? null : await refreshTokens.find(hash, now())
    if (token === null || hash === null || found === null) throw new AuthError('INVALID_REFRESH_TOKEN')
    if (found.live === null) throw new AuthError('SESSION_ENDED')
    const { session } = found.live
    if (session.clientId !== clientId || !this.#mayGoOn(session)) throw new AuthError('INVALID_REFRESH_TOKEN')

    if (found.used === null) {
      const secretId = secrets.newest
      const successor = this.#successor(token, secretId)
      const exchange = { hash, successor: hashRefreshToken(successor), secretId, now: now() }
      if (await refreshTokens.exchange(exchange)) return this.#renewed(found.live, successor, client)
    }
    // Used before, or by another request just now.
    const again = found.used === null ? await refreshTokens.find(hash, now()) : found
    if (again?.live === null || again?.live === undefined) throw new AuthError('SESSION_ENDED')
    const { live, used } = again
    if (used !== null && this.#isRecent(used)) {
      return this.#renewed(live, this.#successor(token, used.secretId), client)
    }
    await sessions.endForReuse(live, 'refresh_token', client)
    throw new AuthError('REFRESH_TOKEN_REUSED')
  }

  /**
   * Ends the session that a token stands for, whichever of the two it is. What is no token of ours, or of a session that
   * is over, is nothing to complain about.
   *
   * @see [RFC 7009 §2.2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2.2)
   */
  async revoke(token: string, client: ClientInfo): Promise<void> {
    const caller = (await this.#holderOfRefreshToken(token)) ?? (await this.#holderOfAccessToken(token))
    if (caller !== null) await this.#deps.sessions.signOut(caller, client)
  }

  /**
   * Whom an access token stands for. `use` as for a cookie.
   *
   * @throws AuthError `INVALID_TOKEN` when it is none of ours or too old, `SESSION_ENDED` when its session is over
   */
  async authenticate(accessToken: string, use: Use | null): Promise<Caller> {
    const subject = await this.#deps.accessTokens.verify(accessToken)
    if (subject === null) throw new AuthError('INVALID_TOKEN')
    const target = { id: subject.sessionId, userId: subject.userId }
    const caller = await this.#deps.sessions.authenticateClient(target, use)
    if (caller === null) throw new AuthError('SESSION_ENDED')
    return caller
  }

  async #holderOfAccessToken(accessToken: string): Promise<Caller | null> {
    const subject = await this.#deps.accessTokens.verify(accessToken)
    if (subject === null) return null
    return this.#deps.sessions.authenticateClient({ id: subject.sessionId, userId: subject.userId }, null)
  }

  async #holderOfRefreshToken(refreshToken: string): Promise<Caller | null> {
    const token = parseRefreshToken(refreshToken)
    if (token === null) return null
    return (await this.#deps.refreshTokens.find(hashRefreshToken(token), this.#deps.now()))?.live ?? null
  }

  async #first(caller: Caller, refreshToken: RefreshToken, client: ClientInfo): Promise<IssuedTokens> {
    const { user, session } = caller
    const tokens = await this.#pair(caller, refreshToken)
    const { events, now } = this.#deps
    const issued = { userId: user.id, sessionId: session.id, clientId: tokens.clientId, client }
    await events.record({ type: 'tokens_issued', at: now(), ...issued })
    return tokens
  }

  async #renewed(caller: Caller, refreshToken: RefreshToken, client: ClientInfo): Promise<IssuedTokens> {
    const { id, userId } = caller.session
    const used = await this.#deps.sessions.authenticateClient({ id, userId }, { ip: client.ip })
    if (used === null) throw new AuthError('SESSION_ENDED')
    return this.#pair(used, refreshToken)
  }

  async #pair({ user, session }: Caller, refreshToken: RefreshToken): Promise<IssuedTokens> {
    const { id: sessionId, clientId } = session
    if (clientId === null) throw new TypeError('a browser session got to the tokens')
    const accessToken = await this.#deps.accessTokens.sign({ userId: user.id, sessionId, clientId, role: user.role })
    return { user, session, clientId, accessToken, expiresIn: accessTokenLifetime, refreshToken }
  }

  /** What was approved as a registered client goes on as one: taken out of the configuration, it is let no further. */
  #mayGoOn({ clientId, signInMethod }: Session): boolean {
    return !signInMethod.startsWith('approved:') || (clientId !== null && this.#deps.clients.find(clientId) !== null)
  }

  #successor(token: RefreshToken, secretId: string): RefreshToken {
    const successor = this.#deps.secrets.derive(secretId, 'refresh token', token)
    // Its secret was taken out of the configuration in these seconds: nobody can say what it was.
    if (successor === null) throw new AuthError('INVALID_REFRESH_TOKEN')
    return successor as RefreshToken
  }

  #isRecent({ usedAt }: UsedRefreshToken): boolean {
    return this.#deps.now() <= after(usedAt, reuseGrace)
  }
}
