import {
  type AuthorizeInput,
  type CallbackInput,
  type LinkInput,
  localPath,
  type ProviderStepUpInput,
  type UserId,
} from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after, second } from '../core/duration.ts'
import { failureCode } from '../core/failure-code.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import { timelineEntry } from '../events/event-record.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { ProviderIdentity } from '../identities/identity.ts'
import { RateLimitedError } from '../limits/limits.ts'
import type { Caller } from '../sessions/caller.ts'
import {
  type AuthorizationIntent,
  authorizationLifetime,
  type AuthorizationRequest,
  type AuthorizationState,
  type BrowserSecret,
  isSameBrowser,
} from './authorization-request.ts'
import type { AuthorizationRequestStore } from './authorization-request-store.ts'
import { type CallbackParams, readCallbackParams, readState } from './callback-params.ts'
import type { Bounded, Provider } from './providers/provider.ts'
import { beforeAbort } from './providers/provider-fetch.ts'
import type { ConfiguredProviders } from './providers/configured-providers.ts'
import { hasFreshProof, type HasFreshProof, type HasFreshProofDependencies } from './has-fresh-proof.ts'
import { type CallbackResult, IdentityResolver, type ResolveIdentityDependencies } from './resolve-identity.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

/** For how many milliseconds all calls to a provider in one request may take together: a person is waiting. */
export const defaultProviderTimeout = 5 * second

export interface OAuthServiceDependencies
  extends Omit<ResolveIdentityDependencies, 'hasFreshProof'>, Omit<HasFreshProofDependencies, 'identities'> {
  readonly requests: AuthorizationRequestStore
  readonly providers: ConfiguredProviders
  /** Returns the redirect URI that is registered at a provider. */
  readonly redirectUri: (provider: string) => string
  /** Milliseconds. */
  readonly providerTimeout: number
}

/** The peer that brings a callback to the OAuth client that this server is to its providers. */
export interface OAuthClientContext {
  readonly request: RequestInfo
  /** The secret that its browser has from its last authorization request. */
  readonly browser: BrowserSecret | null
}

/** Where the browser goes to be authorized. */
export interface AuthorizationRedirect {
  readonly url: string
  /** For the browser to send back with the callback. */
  readonly browser: BrowserSecret
}

/** Signs in, links accounts and steps up through providers: this server is their OAuth client. */
export class OAuthService {
  readonly #deps: OAuthServiceDependencies
  readonly #resolver: IdentityResolver
  /** Whether a user has something that proves more than a provider which does not say when it authenticated its user. */
  readonly hasFreshProof: HasFreshProof

  constructor(deps: OAuthServiceDependencies) {
    this.#deps = deps
    this.hasFreshProof = hasFreshProof(deps)
    this.#resolver = new IdentityResolver({ ...deps, hasFreshProof: this.hasFreshProof })
  }

  /** Returns the configured providers, in the order in which they are offered. */
  providers(): readonly Provider[] {
    return this.#deps.providers.list()
  }

  /**
   * Starts an authorization request to sign in.
   *
   * @throws AuthError `PROVIDER_NOT_FOUND`, `PROVIDER_UNAVAILABLE`, `PROVIDER_TIMEOUT`, `RATE_LIMITED`
   */
  async authorize(
    { provider, returnTo, remember }: AuthorizeInput,
    request: RequestInfo,
  ): Promise<AuthorizationRedirect> {
    const intent = { kind: 'sign_in', remember: remember ?? false } as const
    return this.#recorded(provider, null, request, () => this.#start(provider, returnTo, intent, request))
  }

  /**
   * Starts an authorization request to link an account to the caller; only the calling session can complete it.
   *
   * @throws AuthError as {@link authorize}
   */
  async link(caller: Caller, { provider, returnTo }: LinkInput, request: RequestInfo): Promise<AuthorizationRedirect> {
    const intent = { kind: 'link', userId: caller.user.id, sessionId: caller.session.id } as const
    return this.#recorded(provider, caller, request, () => this.#start(provider, returnTo, intent, request))
  }

  /**
   * Starts an authorization request to step up: its callback gives the calling session a new token and a recent step-up.
   * Only that session can complete it, and only with an account that is linked to its user.
   *
   * @throws AuthError as {@link authorize}; `STEP_UP_NOT_PROVEN` for a provider that does not say when it authenticated its user,
   *   where the user has something that proves more
   */
  async stepUp(
    caller: Caller,
    { provider, returnTo }: ProviderStepUpInput,
    request: RequestInfo,
  ): Promise<AuthorizationRedirect> {
    const intent = { kind: 'step_up', userId: caller.user.id, sessionId: caller.session.id } as const
    return this.#recorded(provider, caller, request, async () => {
      if (!(await this.stepsUp(caller, this.#deps.providers.get(provider)))) throw new AuthError('STEP_UP_NOT_PROVEN')
      return this.#start(provider, returnTo, intent, request)
    })
  }

  /** Whether the caller may step up through a provider. */
  async stepsUp({ user }: Caller, { provesFreshSignIn }: Pick<Provider, 'provesFreshSignIn'>): Promise<boolean> {
    return provesFreshSignIn || !(await this.hasFreshProof(user.id))
  }

  /**
   * Completes an authorization request. Its state can't be used again, whatever the outcome.
   *
   * @throws AuthError with a reason of its own for everything that can be wrong with it
   */
  async callback(
    input: CallbackInput,
    caller: Caller | null,
    { request, browser }: OAuthClientContext,
  ): Promise<CallbackResult> {
    return this.#recorded(input.provider, caller, request, async () => {
      // Consumed first: whatever else is wrong with the callback, there is no second try with its state.
      const authorization = await this.#consume(readState(input.params), request)
      const provider = this.#deps.providers.get(input.provider)
      const params = readCallbackParams(input.params)
      this.#checkBindings(authorization, provider, caller, browser)
      const claims = await this.#withTimeout((bounded) => this.#identify(provider, authorization, params, bounded))
      return this.#resolver.resolve({ provider, authorization, claims, caller, request })
    })
  }

  /** Deletes a batch of authorization requests that were not completed; returns whether there may be more. */
  async sweep(): Promise<boolean> {
    return (await this.#deps.requests.deleteExpiredBefore(this.#deps.now(), sweepBatch)) === sweepBatch
  }

  /** Records an event with the reason of every refusal, of the authorization request and of its callback. */
  async #recorded<T>(
    provider: string,
    caller: Caller | null,
    request: RequestInfo,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof AuthError) {
        const { now, events } = this.#deps
        const failure = failureCode(error.cause)
        const refused = {
          type: 'oauth_refused',
          at: now(),
          provider,
          refusal: error.code,
          request,
          ...(failure === null ? {} : { failure }),
        } as const
        const userId = caller?.user.id ?? null
        const isLoggedOnly = userId === null || (await this.#hasManyRefusals({ ...refused, userId }))
        await events.record({ ...refused, userId: isLoggedOnly ? null : userId })
      }
      throw error
    }
  }

  /** Counts a refusal that goes into the user's timeline; returns whether there are enough of them today. */
  async #hasManyRefusals(refused: SecurityEvent & { readonly userId: UserId }): Promise<boolean> {
    if (timelineEntry(refused) === null) return false
    try {
      await this.#deps.limits.consume('providerRefusal', { user: refused.userId })
      return false
    } catch (error) {
      if (error instanceof RateLimitedError) return true
      throw error
    }
  }

  async #start(
    providerId: string,
    returnTo: string | undefined,
    intent: AuthorizationIntent,
    request: RequestInfo,
  ): Promise<AuthorizationRedirect> {
    const { providers, limits, requests, redirectUri, random, now } = this.#deps
    const provider = providers.get(providerId)
    await limits.consume('authorization', { network: request.ip })

    // Always a new one: a value that the browser has already may have been planted.
    const browser = newSecret<'browser'>(random)
    const state = newSecret<'state'>(random)
    const [codeVerifier, nonce] = [newSecret(random), newSecret(random)]
    const url = await this.#withTimeout((bounded) =>
      provider.authorizationUrl(
        { redirectUri: redirectUri(provider.id), state, codeVerifier, nonce, fresh: intent.kind === 'step_up' },
        bounded,
      ),
    )
    await requests.insert({
      stateHash: hashSecret(state),
      browserHash: hashSecret(browser),
      provider: provider.id,
      intent,
      codeVerifier,
      nonce,
      returnTo: localPath(returnTo) ?? '/',
      expiresAt: after(now(), authorizationLifetime),
    })
    return { url: url.href, browser }
  }

  async #consume(state: AuthorizationState, request: RequestInfo): Promise<AuthorizationRequest> {
    const { requests, limits } = this.#deps
    const authorization = await requests.consume(hashSecret(state))
    if (authorization === null) {
      await limits.consume('unknownToken', { network: request.ip })
      throw new AuthError('AUTHORIZATION_UNKNOWN')
    }
    if (authorization.expiresAt <= this.#deps.now()) throw new AuthError('AUTHORIZATION_EXPIRED')
    return authorization
  }

  #checkBindings(
    authorization: AuthorizationRequest,
    provider: Provider,
    caller: Caller | null,
    browser: BrowserSecret | null,
  ): void {
    const { intent } = authorization
    if (!isSameBrowser(authorization, browser)) throw new AuthError('AUTHORIZATION_OTHER_BROWSER')
    if (authorization.provider !== provider.id) throw new AuthError('AUTHORIZATION_OTHER_PROVIDER')
    if (intent.kind !== 'sign_in' && intent.sessionId !== caller?.session.id) {
      throw new AuthError('AUTHORIZATION_OTHER_SESSION')
    }
  }

  async #identify(
    provider: Provider,
    { intent, codeVerifier, nonce, expiresAt }: AuthorizationRequest,
    { code, error, iss, user }: CallbackParams,
    bounded: Bounded,
  ): Promise<ProviderIdentity> {
    // Before every other parameter: what another issuer sends, an error included, is not this provider's answer.
    await provider.checkIssuer(iss, bounded)
    if (error !== null) throw new AuthError(refusalOf(error))
    if (code === null) throw new AuthError('AUTHORIZATION_MALFORMED')
    const redirectUri = this.#deps.redirectUri(provider.id)
    const authenticatedSince = intent.kind === 'step_up' ? after(expiresAt, -authorizationLifetime) : null
    return provider.identify({ code, user, codeVerifier, nonce, redirectUri, authenticatedSince }, bounded)
  }

  /** @throws AuthError `PROVIDER_TIMEOUT` when the calls together take longer than the timeout */
  async #withTimeout<T>(calls: (bounded: Bounded) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(this.#deps.providerTimeout)
    try {
      return await beforeAbort(calls({ signal, now: this.#deps.now() }), signal)
    } catch (error) {
      if (signal.aborted && !(error instanceof AuthError))
        throw new AuthError('PROVIDER_TIMEOUT', null, { cause: error })
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
