import {
  type AuthorizeInput,
  type CallbackInput,
  type LinkInput,
  localPath,
  type ProviderStepUpInput,
} from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after, second } from '../duration.ts'
import type { AttemptLimiter } from '../limits/attempt-limiter.ts'
import { newSecret } from '../secret.ts'
import { type ArrivalDependencies, Arrivals, type Return } from './arrivals.ts'
import { type CallbackParams, readCallbackParams, readState } from './callback-params.ts'
import type { ProviderIdentity } from './identities/identity.ts'
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
} from './requests/authorization-request.ts'
import type { AuthorizationRequestStore } from './requests/authorization-request-store.ts'

/** How many rows one statement of the sweep deletes: more would hold up everyone else. */
const sweepBatch = 100

/** For all calls to the provider in one trip together: a person is waiting. */
const providerPatience = 5 * second

export interface OAuthServiceDependencies extends ArrivalDependencies {
  readonly requests: AuthorizationRequestStore
  readonly providers: ProviderRegistry
  /** Counts the trips that one network begins. */
  readonly limiter: AttemptLimiter
  /** The registered redirect URI of a provider. */
  readonly redirectUri: (provider: string) => string
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

export class OAuthService {
  readonly #deps: OAuthServiceDependencies
  readonly #arrivals: Arrivals

  constructor(deps: OAuthServiceDependencies) {
    this.#deps = deps
    this.#arrivals = new Arrivals(deps)
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
   * Begins a trip that proves who is signed in: back from it, the calling session gets a new token and a recent proof.
   * Only that session can complete it, and only with an account that is connected to its user.
   *
   * @throws AuthError as {@link authorize}
   */
  async stepUp(caller: Caller, { provider, returnTo }: ProviderStepUpInput, traveller: Traveller): Promise<Departure> {
    const intent = { kind: 'step_up', userId: caller.user.id, sessionId: caller.session.id } as const
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
      return this.#arrivals.receive({ provider, request, claims, caller, client })
    })
  }

  /** Deletes the trips that nobody came back from, a batch of them; returns whether there may be more. */
  async sweep(): Promise<boolean> {
    return (await this.#deps.requests.deleteExpiredBefore(this.#deps.now(), sweepBatch)) === sweepBatch
  }

  /** Every refusal, on the way out and on the way back, leaves an event with its reason. */
  async #recorded<T>(provider: string, caller: Caller | null, client: ClientInfo, trip: () => Promise<T>): Promise<T> {
    try {
      return await trip()
    } catch (error) {
      if (error instanceof AuthError) {
        const { now, events } = this.#deps
        const userId = caller?.user.id ?? null
        await events.record({ type: 'oauth_refused', at: now(), provider, refusal: error.code, userId, client })
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
    const limited = await limiter.attempt({ account: provider.id, ip: client.ip })
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)

    const browser = known ?? newBrowserSecret(random)
    const state = newSecret(random) as AuthorizationState
    const [codeVerifier, nonce] = [newSecret(random), newSecret(random)]
    const url = await this.#patiently((bounded) =>
      provider.authorizationUrl(
        { redirectUri: redirectUri(provider.id), state, codeVerifier, nonce, fresh: intent.kind === 'step_up' },
        bounded,
      ),
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
    if (request.intent.kind !== 'sign_in' && request.intent.sessionId !== caller?.session.id) {
      throw new AuthError('AUTHORIZATION_OTHER_SESSION')
    }
  }

  async #identify(
    provider: Provider,
    { intent, codeVerifier, nonce, expiresAt }: AuthorizationRequest,
    { code, error, iss }: CallbackParams,
    bounded: Bounded,
  ): Promise<ProviderIdentity> {
    // Before anything else that the answer says: another issuer's word, an error included, counts for nothing.
    await provider.checkIssuer(iss, bounded)
    if (error !== null) throw new AuthError(refusalOf(error))
    if (code === null) throw new AuthError('AUTHORIZATION_MALFORMED')
    const redirectUri = this.#deps.redirectUri(provider.id)
    const provedSince = intent.kind === 'step_up' ? after(expiresAt, -authorizationLifetime) : null
    return provider.identify({ code, codeVerifier, nonce, redirectUri, provedSince }, bounded)
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
}

/** @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1) */
function refusalOf(error: string): 'AUTHORIZATION_DENIED' | 'PROVIDER_UNAVAILABLE' | 'AUTHORIZATION_REFUSED' {
  if (error === 'access_denied') return 'AUTHORIZATION_DENIED'
  if (error === 'temporarily_unavailable' || error === 'server_error') return 'PROVIDER_UNAVAILABLE'
  return 'AUTHORIZATION_REFUSED'
}
