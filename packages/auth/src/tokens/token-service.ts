import type {
  IssueTokensByCodeInput,
  IssueTokensInput,
  RefreshTokensInput,
  VerifyTokensSecondFactorInput,
} from '@latchkey/schema'
import type { ChallengeBrowser } from '../challenges/challenge.ts'
import type { Challenges } from '../challenges/challenges.ts'
import type { ClientRegistry } from '../clients/client-registry.ts'
import type { AppSecrets } from '../core/app-secrets.ts'
import { AuthError } from '../core/auth-error.ts'
import { after, second } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret, parseSecret } from '../core/secret.ts'
import type { Limits } from '../limits/limits.ts'
import type { PasswordService } from '../passwords/password-service.ts'
import type { SecondFactors } from '../second-factors/second-factors.ts'
import type { SessionUse } from '../sessions/authenticate-session.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { CommitStart, NewSession, SessionClient } from '../sessions/start-session.ts'
import { type AccessToken, accessTokenLifetime, type AccessTokens } from './access-token.ts'
import { familyOf, type RefreshToken, successorOf, type UsedRefreshToken } from './refresh-token.ts'
import type { RefreshTokenKey, RefreshTokenStore } from './refresh-token-store.ts'
import type { Audience, TokenResources } from './token-resources.ts'

/** For how many milliseconds a used refresh token gives the same successor again: an answer was lost, or two asked at once. */
export const reuseGrace = 10 * second

/** How many used tokens of a session stay stored in that time. Those before them are known by their family. */
const keptUsedTokens = 2

/** The tokens of a client session, and the session that they authenticate. */
export interface IssuedTokens extends Caller {
  readonly clientId: string
  readonly accessToken: AccessToken
  /** Milliseconds. */
  readonly expiresIn: number
  readonly refreshToken: RefreshToken
}

export interface TokenServiceDependencies {
  readonly refreshTokens: RefreshTokenStore
  /** Whether a password gives the first pair of tokens. */
  readonly byPassword: boolean
  readonly accessTokens: AccessTokens
  readonly resources: TokenResources
  readonly secrets: AppSecrets
  readonly clients: ClientRegistry
  readonly passwords: PasswordService
  readonly challenges: Challenges
  readonly secondFactors: SecondFactors
  readonly sessions: Sessions
  readonly limits: Limits
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Issues tokens to OAuth clients, which hold no cookie. A family of tokens is a session of kind `client`. */
export class TokenService {
  readonly #deps: TokenServiceDependencies

  constructor(deps: TokenServiceDependencies) {
    this.#deps = deps
  }

  /** Whether a password gives the first pair of tokens. */
  get byPassword(): boolean {
    return this.#deps.byPassword
  }

  /**
   * Returns the first pair of tokens for a password. The same limits and the same answers as signing in.
   *
   * @throws AuthError `INVALID_CREDENTIALS`, `RATE_LIMITED`; `INVALID_TARGET` for a resource that is not registered;
   *   `PASSWORD_TOKENS_OFF` where the operator turned it off
   * @throws SecondFactorDue where the user has two-step verification
   */
  async issue({ email, password, clientId, resource }: IssueTokensInput, request: RequestInfo): Promise<IssuedTokens> {
    const { passwords, resources, byPassword } = this.#deps
    if (!byPassword) throw new AuthError('PASSWORD_TOKENS_OFF')
    const audience = resources.audienceOf(resource ?? null)
    const { client, refreshToken } = this.#firstPartyClient(clientId)
    const input = { email, password, remember: true }
    const signedIn = await passwords.signIn(input, { request, replaces: null, client })
    return this.#pair(signedIn, refreshToken, audience)
  }

  /**
   * Returns the first pair of tokens for a mailed code, which signs in as in a browser: for an address without a user it
   * makes one. `requestSecret` is that of the program which asked for the code.
   *
   * @throws AuthError `CHALLENGE_ENDED`, `CHALLENGE_OTHER_BROWSER`, `WRONG_CODE`, `RATE_LIMITED`; `INVALID_TARGET` for a
   *   resource that is not registered, before the code is tried
   * @throws SecondFactorDue where the user has two-step verification
   */
  async issueByCode(
    { challenge, requestSecret, code, clientId, resource }: IssueTokensByCodeInput,
    request: RequestInfo,
  ): Promise<IssuedTokens> {
    const { challenges, resources } = this.#deps
    const audience = resources.audienceOf(resource ?? null)
    const { client, refreshToken } = this.#firstPartyClient(clientId)
    const context = { request, browser: requestSecret as ChallengeBrowser, caller: null }
    const signedIn = await challenges.confirm({ challenge, code }, { remember: true, client }, context)
    return this.#pair(signedIn, refreshToken, audience)
  }

  /**
   * Returns the first pair of tokens for the second factor of a sign-in that the same client began.
   *
   * @throws AuthError `ATTEMPT_ENDED`, `WRONG_SECOND_FACTOR`, `RATE_LIMITED`; `INVALID_TARGET` for a resource that is not
   *   registered, before the code is tried
   */
  async verifySecondFactor(
    { attempt, code, clientId, resource }: VerifyTokensSecondFactorInput,
    request: RequestInfo,
  ): Promise<IssuedTokens> {
    const { secondFactors, resources } = this.#deps
    const audience = resources.audienceOf(resource ?? null)
    const { client, refreshToken } = this.#firstPartyClient(clientId)
    const completion = { attempt, code, trustDevice: false, request, replaces: null, client }
    return this.#pair(await secondFactors.complete(completion), refreshToken, audience)
  }

  /**
   * Starts a client session; returns its first pair of tokens, the access token for `audience`. `null` when `commit`
   * returns it; then nothing was started.
   */
  async start(
    starting: Omit<NewSession, 'replaces' | 'client'> & { readonly client: Omit<SessionClient, 'refreshTokenHash'> },
    audience: Audience,
    commit: CommitStart,
  ): Promise<IssuedTokens | null> {
    const { sessions, random } = this.#deps
    const refreshToken: RefreshToken = newSecret(random)
    const client = { ...starting.client, refreshTokenHash: hashSecret(refreshToken) }
    const issued = await sessions.start({ ...starting, client, replaces: null }, commit)
    return issued === null ? null : this.#pair({ user: starting.user, session: issued.session }, refreshToken, audience)
  }

  /**
   * Exchanges a refresh token for the next pair, once. The same token gives the same pair again for ten seconds, because
   * an answer may be lost and two requests may run at once. After that it is presented by a second holder, and the session
   * ends for both.
   *
   * The successor is derived from the token and a secret of this server, so that it can be returned again and is not stored.
   * The resource decides only whom the access token is for: one family of refresh tokens serves all of them.
   *
   * @throws AuthError `INVALID_REFRESH_TOKEN`, `SESSION_ENDED`, `REFRESH_TOKEN_REUSED`, `RATE_LIMITED`; `INVALID_TARGET` for
   *   a resource that is not registered, before the token is used
   * @see [RFC 9700 §4.14](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14),
   *   [RFC 8707 §2.2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2.2)
   */
  async refresh({ refreshToken, clientId, resource }: RefreshTokensInput, request: RequestInfo): Promise<IssuedTokens> {
    const { refreshTokens, secrets, sessions, resources, limits, now } = this.#deps
    const audience = resources.audienceOf(resource ?? null)
    const token = parseSecret<'refresh token'>(refreshToken)
    const key = token === null ? null : keyOf(token)
    const found = key === null ? null : await refreshTokens.find(key, now())
    if (token === null || key === null || found === null) return this.#refuseUnknown(request)
    if (found.live === null) throw new AuthError('SESSION_ENDED')
    const { session } = found.live
    if (session.clientId !== clientId || !this.#isStillRegistered(session)) return this.#refuseUnknown(request)
    await limits.consume('refresh', { session: session.id })

    if (found.used === null) {
      const secretId = secrets.newest
      const successor = successorOf(token, this.#derived(token, secretId))
      const at = now()
      const keepUsed = { since: after(at, -reuseGrace), max: keptUsedTokens }
      const exchange = { ...key, successor: hashSecret(successor), secretId, now: at, keepUsed }
      if (await refreshTokens.exchange(exchange)) return this.#renewed(found.live, successor, audience, request)
    }
    // Used before, or by a concurrent request just now.
    const again = found.used === null ? await refreshTokens.find(key, now()) : found
    if (again === null || again.live === null) throw new AuthError('SESSION_ENDED')
    const { live, used } = again
    if (used !== null && used !== 'forgotten' && this.#isRecent(used)) {
      const derived = this.#derived(token, used.secretId)
      return this.#renewed(live, used.family === null ? derived : successorOf(token, derived), audience, request)
    }
    await sessions.endForReuse(live, 'refresh_token', request)
    throw new AuthError('REFRESH_TOKEN_REUSED')
  }

  /**
   * Ends the session of a refresh token or of an access token for this server. A text that is neither, or whose session has
   * ended, is ignored; so is an access token for another resource, whose service must not end sessions here.
   *
   * @throws AuthError `RATE_LIMITED`
   * @see [RFC 7009 §2.2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2.2)
   */
  async revoke(token: string, request: RequestInfo): Promise<void> {
    const { limits, sessions } = this.#deps
    const caller = (await this.#callerOfRefreshToken(token)) ?? (await this.#callerOfAccessToken(token, null))
    if (caller === null || caller === 'invalid') {
      await limits.consume('unknownToken', { network: request.ip })
      return
    }
    await sessions.signOut(caller, request)
  }

  /**
   * Returns the caller that an access token authenticates. `use` as in `Sessions.authenticate`.
   *
   * @throws AuthError `INVALID_TOKEN` for a text that is no token of ours or has expired, `SESSION_ENDED`
   */
  async authenticate(accessToken: string, use: SessionUse | null): Promise<Caller> {
    const caller = await this.#callerOfAccessToken(accessToken, use)
    if (caller === 'invalid') throw new AuthError('INVALID_TOKEN')
    if (caller === null) throw new AuthError('SESSION_ENDED')
    return caller
  }

  async #callerOfAccessToken(accessToken: string, use: SessionUse | null): Promise<Caller | 'invalid' | null> {
    const subject = await this.#deps.accessTokens.verify(accessToken)
    if (subject === null) return 'invalid'
    return this.#deps.sessions.authenticateClient({ id: subject.sessionId, userId: subject.userId }, use)
  }

  /** Returns a client by the id that it claims, whose user has just proved their identity to it, and its first refresh token. */
  #firstPartyClient(id: string): { readonly client: SessionClient; readonly refreshToken: RefreshToken } {
    const refreshToken: RefreshToken = newSecret(this.#deps.random)
    const name = this.#deps.clients.claimedName(id)
    return { client: { id, name, steppedUp: true, refreshTokenHash: hashSecret(refreshToken) }, refreshToken }
  }

  /** Counted after the look-up: strangers on its network can't keep a client from exchanging a token that is known. */
  async #refuseUnknown(request: RequestInfo): Promise<never> {
    await this.#deps.limits.consume('unknownToken', { network: request.ip })
    throw new AuthError('INVALID_REFRESH_TOKEN')
  }

  async #callerOfRefreshToken(refreshToken: string): Promise<Caller | null> {
    const token = parseSecret<'refresh token'>(refreshToken)
    if (token === null) return null
    return (await this.#deps.refreshTokens.find(keyOf(token), this.#deps.now()))?.live ?? null
  }

  async #renewed(
    caller: Caller,
    refreshToken: RefreshToken,
    audience: Audience,
    request: RequestInfo,
  ): Promise<IssuedTokens> {
    const { id, userId } = caller.session
    const used = await this.#deps.sessions.authenticateClient({ id, userId }, { ip: request.ip })
    if (used === null) throw new AuthError('SESSION_ENDED')
    return this.#pair(used, refreshToken, audience)
  }

  async #pair({ user, session }: Caller, refreshToken: RefreshToken, audience: Audience): Promise<IssuedTokens> {
    const { id: sessionId, clientId } = session
    if (clientId === null) throw new TypeError('a browser session has no tokens')
    const subject = { userId: user.id, sessionId, clientId, role: user.role }
    const accessToken = await this.#deps.accessTokens.sign(subject, audience)
    return { user, session, clientId, accessToken, expiresIn: accessTokenLifetime, refreshToken }
  }

  /** A session that a user approved for a registered client goes on only while that client is registered. */
  #isStillRegistered({ clientId, signInMethod }: Session): boolean {
    return !signInMethod.startsWith('approved:') || (clientId !== null && this.#deps.clients.find(clientId) !== null)
  }

  /** Returns what the successor of a token is made of. */
  #derived(token: RefreshToken, secretId: string): RefreshToken {
    const derived = this.#deps.secrets.derive(secretId, 'refresh token', token)
    // Its secret was removed from the configuration in these seconds, so the successor can't be derived again.
    if (derived === null) throw new AuthError('INVALID_REFRESH_TOKEN')
    return derived as RefreshToken
  }

  #isRecent({ usedAt }: UsedRefreshToken): boolean {
    return this.#deps.now() <= after(usedAt, reuseGrace)
  }
}

function keyOf(token: RefreshToken): RefreshTokenKey {
  return { hash: hashSecret(token), family: familyOf(token) }
}
