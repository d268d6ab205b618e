import {
  type AuthorizeInput,
  type CallbackInput,
  type CallbackOutcome,
  type LinkInput,
  localPath,
  nameInput,
} from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after, second } from '../duration.ts'
import type { EventSink } from '../events/event-sink.ts'
import type { AttemptLimiter } from '../limits/attempt-limiter.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { Session } from '../sessions/session.ts'
import type { IssuedSession, SessionService } from '../sessions/session-service.ts'
import type { User, UserId } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import { type CallbackParams, readCallbackParams, readState } from './callback-params.ts'
import { decideLink } from './identities/decide-link.ts'
import type { Identity, IdentityId, ProviderIdentity } from './identities/identity.ts'
import type { IdentityStore } from './identities/identity-store.ts'
import type { Bounded, Provider } from './providers/provider.ts'
import { beforeAbort } from './providers/provider-fetch.ts'
import type { ProviderRegistry } from './providers/provider-registry.ts'
import {
  type AuthorizationIntent,
  authorizationLifetime,
  type AuthorizationRequest,
  type AuthorizationState,
  type BrowserSecret,
  hashBrowserSecret,
  hashState,
  isSameBrowser,
  newBrowserSecret,
  newSecret,
} from './requests/authorization-request.ts'
import type { AuthorizationRequestStore } from './requests/authorization-request-store.ts'

/** For all calls to the provider in one trip together: a person is waiting. */
const providerPatience = 5 * second

export interface OAuthServiceDependencies {
  readonly requests: AuthorizationRequestStore
  readonly identities: IdentityStore
  readonly users: UserStore
  readonly sessions: SessionService
  readonly providers: ProviderRegistry
  readonly limiter: AttemptLimiter
  readonly events: EventSink
  /** The registered redirect URI of a provider. */
  readonly redirectUri: (provider: string) => string
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Where someone comes from: the client, and the secret that their browser has from an earlier trip. */
export interface Traveller {
  readonly client: ClientInfo
  readonly browser: BrowserSecret | null
}

export interface Departure {
  readonly url: string
  /** For the browser to keep until it is back. */
  readonly browser: BrowserSecret
}

export interface Return {
  readonly outcome: CallbackOutcome
  readonly returnTo: string
  readonly user: User
  /** Null when an account was linked to the session that asked for it. */
  readonly issued: IssuedSession | null
}

interface Arriving {
  readonly provider: Provider
  readonly request: AuthorizationRequest
  readonly claims: ProviderIdentity
  readonly caller: Caller | null
  readonly client: ClientInfo
}

export class OAuthService {
  readonly #deps: OAuthServiceDependencies

  constructor(deps: OAuthServiceDependencies) {
    this.#deps = deps
  }

  /** The providers on offer. */
  providers(): readonly Provider[] {
    return this.#deps.providers.list()
  }

  /**
   * Begins a trip to sign in.
   *
   * @throws AuthError `PROVIDER_NOT_FOUND`, `PROVIDER_UNAVAILABLE`, `PROVIDER_TIMEOUT`, `RATE_LIMITED`
   */
  async authorize({ provider, returnTo, remember }: AuthorizeInput, traveller: Traveller): Promise<Departure> {
    const intent = { kind: 'sign_in', remember: remember ?? false } as const
    return this.#recorded(provider, null, traveller.client, () => this.#depart(provider, returnTo, intent, traveller))
  }

  /**
   * Begins a trip to link an account to the caller; only the calling session can complete it.
   *
   * @throws AuthError as {@link authorize}
   */
  async link(caller: Caller, { provider, returnTo }: LinkInput, traveller: Traveller): Promise<Departure> {
    const intent = { kind: 'link', userId: caller.user.id, sessionId: caller.session.id } as const
    return this.#recorded(provider, caller, traveller.client, () => this.#depart(provider, returnTo, intent, traveller))
  }

  /**
   * Ends a trip. Whatever comes of it, its state is spent.
   *
   * @throws AuthError with a reason of its own for everything that can be wrong with it
   */
  async callback(input: CallbackInput, caller: Caller | null, { client, browser }: Traveller): Promise<Return> {
    return this.#recorded(input.provider, caller, client, async () => {
      // Spent first: whatever else is wrong with the answer, there is no second try with its state.
      const request = await this.#consume(readState(input.params))
      const provider = this.#deps.providers.get(input.provider)
      const params = readCallbackParams(input.params)
      this.#checkBindings(request, provider, caller, browser)
      const claims = await this.#patiently((bounded) => this.#identify(provider, request, params, bounded))
      return this.#arrive({ provider, request, claims, caller, client })
    })
  }

  /** Deletes the trips that nobody came back from. */
  async sweep(): Promise<void> {
    await this.#deps.requests.deleteExpiredBefore(this.#deps.now())
  }

  /** Every refusal, on the way out and on the way back, leaves an event with its reason. */
  async #recorded<T>(provider: string, caller: Caller | null, client: ClientInfo, trip: () => Promise<T>): Promise<T> {
    try {
      return await trip()
    } catch (error) {
      if (error instanceof AuthError) {
        const { now, events } = this.#deps
        const userId = caller?.user.id ?? null
        events.record({ type: 'oauth_refused', at: now(), provider, reason: error.code, userId, client })
      }
      throw error
    }
  }

  async #depart(
    providerId: string,
    returnTo: string | undefined,
    intent: AuthorizationIntent,
    { client, browser: known }: Traveller,
  ): Promise<Departure> {
    const { providers, limiter, requests, redirectUri, random, now } = this.#deps
    const provider = providers.get(providerId)
    const wait = await limiter.attempt({ account: provider.id, ip: client.ip })
    if (wait !== null) throw new AuthError('RATE_LIMITED', wait)

    const browser = known ?? newBrowserSecret(random)
    const state = newSecret(random) as AuthorizationState
    const [codeVerifier, nonce] = [newSecret(random), newSecret(random)]
    const url = await this.#patiently((bounded) =>
      provider.authorizationUrl({ redirectUri: redirectUri(provider.id), state, codeVerifier, nonce }, bounded),
    )
    await requests.insert({
      stateHash: hashState(state),
      browserHash: hashBrowserSecret(browser),
      provider: provider.id,
      intent,
      codeVerifier,
      nonce,
      returnTo: localPath(returnTo) ?? '/',
      expiresAt: after(now(), authorizationLifetime),
    })
    return { url: url.href, browser }
  }

  async #consume(state: AuthorizationState): Promise<AuthorizationRequest> {
    const request = await this.#deps.requests.consume(hashState(state))
    if (request === null) throw new AuthError('AUTHORIZATION_UNKNOWN')
    if (request.expiresAt <= this.#deps.now()) throw new AuthError('AUTHORIZATION_EXPIRED')
    return request
  }

  #checkBindings(
    request: AuthorizationRequest,
    provider: Provider,
    caller: Caller | null,
    browser: BrowserSecret | null,
  ): void {
    if (!isSameBrowser(request, browser)) throw new AuthError('AUTHORIZATION_OTHER_BROWSER')
    if (request.provider !== provider.id) throw new AuthError('AUTHORIZATION_OTHER_PROVIDER')
    if (request.intent.kind === 'link' && request.intent.sessionId !== caller?.session.id) {
      throw new AuthError('AUTHORIZATION_OTHER_SESSION')
    }
  }

  async #identify(
    provider: Provider,
    { codeVerifier, nonce }: AuthorizationRequest,
    { code, error, iss }: CallbackParams,
    bounded: Bounded,
  ): Promise<ProviderIdentity> {
    // Before anything else that the answer says: another issuer's word, an error included, counts for nothing.
    await provider.checkIssuer(iss, bounded)
    if (error !== null) throw new AuthError(refusalOf(error))
    if (code === null) throw new AuthError('AUTHORIZATION_MALFORMED')
    const redirectUri = this.#deps.redirectUri(provider.id)
    return provider.identify({ code, codeVerifier, nonce, redirectUri }, bounded)
  }

  /** @throws AuthError `PROVIDER_TIMEOUT` when the calls together take longer than a person waits */
  async #patiently<T>(calls: (bounded: Bounded) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(providerPatience)
    try {
      return await beforeAbort(calls({ signal, now: this.#deps.now() }), signal)
    } catch (error) {
      if (signal.aborted && !(error instanceof AuthError)) throw new AuthError('PROVIDER_TIMEOUT')
      throw error
    }
  }

  /** Two people, or one with two tabs, may arrive as the same identity at once: who comes second decides again. */
  async #arrive(arriving: Arriving): Promise<Return> {
    return (await this.#settle(arriving)) ?? (await this.#settle(arriving)) ?? this.#contested()
  }

  #contested(): never {
    throw new Error('an identity kept changing hands while it was signing in')
  }

  /** `null` when the store changed between the decision and the deed. */
  async #settle(arriving: Arriving): Promise<Return | null> {
    const { identities, users } = this.#deps
    const { request, claims, caller } = arriving
    const linked = await identities.findByKey(claims)
    const decision = decideLink({
      identity: claims,
      userByIdentity: linked?.user ?? null,
      userByEmail: claims.email === null ? null : await users.findByEmail(claims.email),
      signedInUser: request.intent.kind === 'link' ? (caller?.user ?? null) : null,
    })
    switch (decision.outcome) {
      case 'signIn':
        return linked === null ? null : this.#signIn(arriving, linked.user, linked.identity)
      case 'link':
        return this.#link(arriving, decision.user)
      case 'createUser':
        return this.#signUp(arriving, decision.email)
      case 'requireSignIn':
        throw new AuthError('LINK_REQUIRES_SIGN_IN')
      case 'refuse':
        throw new AuthError(decision.code)
    }
  }

  async #signIn(arriving: Arriving, user: User, identity: Identity): Promise<Return> {
    const { identities, now } = this.#deps
    await identities.recordUse({ id: identity.id, email: arriving.claims.email, now: now() })
    return this.#begin(arriving, user)
  }

  async #link(arriving: Arriving, user: User): Promise<Return | null> {
    const { identities, events, now } = this.#deps
    const { provider, request, caller, client } = arriving
    if ((await identities.insert(this.#identityOf(arriving, user.id))) === 'identity_taken') return null
    const begun = request.intent.kind === 'link' ? null : await this.#begin(arriving, user)
    const sessionId = begun?.issued?.session.id ?? caller?.session.id
    if (sessionId !== undefined) {
      events.record({ type: 'identity_linked', at: now(), userId: user.id, sessionId, provider: provider.id, client })
    }
    return begun ?? { outcome: 'linked', returnTo: request.returnTo, user, issued: null }
  }

  /** A link of what is linked already needs no new session. */
  async #begin({ provider, request, caller, client }: Arriving, user: User): Promise<Return> {
    const { sessions, events, now } = this.#deps
    const { intent, returnTo } = request
    if (intent.kind === 'link') return { outcome: 'linked', returnTo, user, issued: null }
    const method = `oauth:${provider.id}` as const
    const replaces = caller?.session ?? null
    const issued = await sessions.start({ user, method, remember: intent.remember, client, replaces })
    events.record({ type: 'signed_in', at: now(), userId: user.id, sessionId: issued.session.id, method, client })
    return { outcome: 'signed_in', returnTo, user, issued }
  }

  async #signUp(arriving: Arriving, email: string): Promise<Return | null> {
    const { identities, sessions, events, random, now } = this.#deps
    const { provider, request, claims, caller, client } = arriving
    const user: User = {
      id: newId(random) as UserId,
      email,
      // The provider's word opens this user, not the address: an address can pass to someone else.
      emailProvenAt: null,
      name: nameFrom(claims, email),
      role: 'user',
      createdAt: now(),
    }
    const method = `oauth:${provider.id}` as const
    const remember = request.intent.kind === 'sign_in' && request.intent.remember
    const issued = sessions.draft({ user, method, remember, client })
    const identity = this.#identityOf(arriving, user.id)
    if ((await identities.signUp({ user, identity, session: issued.session })) !== 'inserted') return null

    const replaces: Session | null = caller?.session ?? null
    await sessions.replace(replaces, issued.session)
    events.record({ type: 'signed_up', at: now(), userId: user.id, sessionId: issued.session.id, method, client })
    return { outcome: 'signed_up', returnTo: request.returnTo, user, issued }
  }

  #identityOf({ provider, claims }: Arriving, userId: UserId): Identity {
    const { random, now } = this.#deps
    const { issuer, subject, email } = claims
    const id = newId(random) as IdentityId
    return { id, userId, provider: provider.id, issuer, subject, email, linkedAt: now(), lastUsedAt: now() }
  }
}

/** @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1) */
function refusalOf(error: string): 'AUTHORIZATION_DENIED' | 'PROVIDER_UNAVAILABLE' | 'AUTHORIZATION_REFUSED' {
  if (error === 'access_denied') return 'AUTHORIZATION_DENIED'
  if (error === 'temporarily_unavailable' || error === 'server_error') return 'PROVIDER_UNAVAILABLE'
  return 'AUTHORIZATION_REFUSED'
}

/** The name that the provider gives, if it can be kept; else what stands before the @. */
function nameFrom({ name }: ProviderIdentity, email: string): string {
  const parsed = nameInput.safeParse(name)
  return parsed.success ? parsed.data : email.slice(0, email.lastIndexOf('@'))
}
