import { type CallbackOutcome, type IdentityId, nameInput, type SignInMethod, type UserId } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after } from '../core/duration.ts'
import { newId, type RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import { decideLink } from '../identities/decide-link.ts'
import type { Identity, ProviderIdentity } from '../identities/identity.ts'
import type { IdentityStore } from '../identities/identity-store.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from '../sessions/caller.ts'
import { SecondFactorDue } from '../sessions/second-factor-due.ts'
import { type SignInProof, unprovenStepUp } from '../sessions/session-lifetime.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { CommitStart, IssuedSession } from '../sessions/start-session.ts'
import type { User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { HasFreshProof } from './has-fresh-proof.ts'
import type { Provider } from './providers/provider.ts'

export interface ResolveIdentityDependencies {
  readonly identities: IdentityStore
  readonly users: UserStore
  readonly sessions: Sessions
  readonly events: Events
  readonly limits: Limits
  readonly hasFreshProof: HasFreshProof
  readonly now: () => Date
  readonly random: RandomBytes
}

/** A verified identity, and the authorization request that it answers. */
export interface VerifiedIdentity {
  readonly provider: Provider
  readonly authorization: AuthorizationRequest
  readonly claims: ProviderIdentity
  readonly caller: Caller | null
  readonly request: RequestInfo
}

export interface CallbackResult {
  readonly outcome: CallbackOutcome
  readonly returnTo: string
  readonly user: User
  /** Null when an account was linked to the session that asked for it. */
  readonly issued: IssuedSession | null
}

/** Turns a verified identity into a sign-in, a link, a step-up or a new user. */
export class IdentityResolver {
  readonly #deps: ResolveIdentityDependencies

  constructor(deps: ResolveIdentityDependencies) {
    this.#deps = deps
  }

  /**
   * Returns what the identity was turned into. Two callbacks may bring the same identity at once: the second decides again.
   *
   * @throws AuthError `IDENTITY_NOT_CONNECTED`, `LINK_REQUIRES_SIGN_IN`, `SESSION_ENDED`, `RATE_LIMITED`, and what
   *   `decideLink` refuses
   */
  async resolve(verified: VerifiedIdentity): Promise<CallbackResult> {
    const result = (await this.#decide(verified)) ?? (await this.#decide(verified))
    if (result === null) throw new Error('an identity kept changing its user while it was resolved')
    return result
  }

  /** Returns `null` when the store changed between the decision and the change. */
  async #decide(verified: VerifiedIdentity): Promise<CallbackResult | null> {
    const { identities, users, sessions } = this.#deps
    const { authorization, claims, caller } = verified
    const { intent } = authorization
    // Calls to the provider took seconds: a session that ended meanwhile links nothing.
    if (intent.kind !== 'sign_in' && caller !== null) await sessions.requireLive(caller)
    const linked = await identities.findByKey(claims)
    if (intent.kind === 'step_up') return this.#stepUp(verified, linked)
    const decision = decideLink({
      identity: claims,
      userByIdentity: linked?.user ?? null,
      userByEmail: claims.email === null ? null : await users.findByEmail(claims.email),
      signedInUser: intent.kind === 'link' ? (caller?.user ?? null) : null,
    })
    switch (decision.outcome) {
      case 'signIn':
        return linked === null ? null : this.#signIn(verified, linked)
      case 'link':
        return this.#link(verified, decision.user)
      case 'createUser':
        return this.#signUp(verified, decision.email)
      case 'requireSignIn':
        throw new AuthError('LINK_REQUIRES_SIGN_IN')
      case 'refuse':
        throw new AuthError(decision.code)
    }
  }

  /** The identity must be linked to the calling user: another account proves nothing about them. */
  async #stepUp(
    { provider, authorization, claims, caller, request }: VerifiedIdentity,
    linked: { user: User; identity: Identity } | null,
  ): Promise<CallbackResult> {
    const { identities, sessions, now } = this.#deps
    if (caller === null || linked === null || linked.user.id !== caller.user.id) {
      throw new AuthError('IDENTITY_NOT_CONNECTED')
    }
    const use = { id: linked.identity.id, email: claims.email, now: now() }
    const issued = await sessions.stepUp(caller, methodOf(provider), request, {
      proof: provider.provesFreshSignIn ? 'fresh' : 'unproven',
      commit: (rotation, record) => identities.stepUp({ use, rotation }, record),
    })
    return { outcome: 'stepped_up', returnTo: authorization.returnTo, user: caller.user, issued }
  }

  async #signIn(
    verified: VerifiedIdentity,
    { user, identity }: { user: User; identity: Identity },
  ): Promise<CallbackResult | null> {
    const { identities, now } = this.#deps
    const use = { id: identity.id, email: verified.claims.email, now: now() }
    if (verified.authorization.intent.kind !== 'sign_in') {
      // Linking an account that is linked already needs no new session.
      await identities.recordUse(use)
      return linkedResult(verified, user)
    }
    return this.#start(verified, user, 'signed_in', (start, record) =>
      identities.signIn({ use, start }, (started) =>
        record(started, this.#event(verified, 'signed_in', start.session.userId, start.session.id)),
      ),
    )
  }

  async #link(verified: VerifiedIdentity, user: User): Promise<CallbackResult | null> {
    const { identities, events, limits, now } = this.#deps
    const { authorization, caller } = verified
    await limits.consume('identityChange', { user: user.id })
    const identity = this.#identityOf(verified, user.id)
    if (authorization.intent.kind === 'sign_in') {
      return this.#start(verified, user, 'signed_in', async (start, record) => {
        const outcome = await identities.linkAndSignIn({ identity, start }, (started) =>
          record(
            started,
            this.#event(verified, 'signed_in', user.id, start.session.id),
            this.#linkedEvent(verified, user.id, start.session.id),
          ),
        )
        // A way to sign in is added once the second factor was shown as well.
        if (outcome === 'second_factor_due') throw new AuthError('LINK_REQUIRES_SIGN_IN')
        return outcome
      })
    }
    if (caller === null) return null
    const link = { identity, token: caller.session.tokenHash, now: now() }
    const outcome = await events.commit((record) =>
      identities.link(link, () => record(this.#linkedEvent(verified, user.id, caller.session.id))),
    )
    if (outcome === 'session_ended') throw new AuthError('SESSION_ENDED')
    return outcome === 'identity_taken' ? null : linkedResult(verified, user)
  }

  async #signUp(verified: VerifiedIdentity, email: string): Promise<CallbackResult | null> {
    const { identities, random, now } = this.#deps
    const user: User = {
      id: newId(random) as UserId,
      email,
      // The provider's verification signs this user in, but proves no mailbox: an address can pass to another person.
      emailProvenAt: null,
      name: nameFrom(verified.claims, email),
      role: 'user',
      createdAt: now(),
    }
    const identity = this.#identityOf(verified, user.id)
    return this.#start(verified, user, 'signed_up', async (start, record) => {
      const outcome = await identities.signUp({ user, identity, start }, (started) =>
        record(started, this.#event(verified, 'signed_up', user.id, start.session.id)),
      )
      // The earlier address of a user: without a proof it is only theirs, as that of an account which was not proven.
      if (outcome === 'email_reserved') throw new AuthError('LINK_REQUIRES_SIGN_IN')
      return typeof outcome === 'string' ? null : outcome
    })
  }

  async #start(
    { provider, authorization, claims, caller, request }: VerifiedIdentity,
    user: User,
    outcome: 'signed_in' | 'signed_up',
    commit: CommitStart,
  ): Promise<CallbackResult | null> {
    const { intent, returnTo } = authorization
    const remember = intent.kind === 'sign_in' && intent.remember
    const replaces = caller?.session ?? null
    const proof = await this.#proofOf(claims, user.id)
    const starting = {
      user,
      method: methodOf(provider),
      proof,
      secondFactor: 'ask' as const,
      remember,
      request,
      replaces,
      client: null,
    }
    const issued = await this.#deps.sessions.start(starting, commit).catch((error: unknown) => {
      throw error instanceof SecondFactorDue ? new SecondFactorDue(error.attempt, error.token, returnTo) : error
    })
    return issued === null ? null : { outcome, returnTo, user, issued }
  }

  /**
   * A sign-in does not ask the provider to authenticate its user again: it may say that it did so long ago, and one that says
   * nothing may answer from an unlocked screen, which counts for users alone who have nothing that proves more.
   */
  async #proofOf({ authenticatedAt }: ProviderIdentity, userId: UserId): Promise<SignInProof> {
    if (authenticatedAt !== null) {
      return after(authenticatedAt, unprovenStepUp) < this.#deps.now() ? 'earlier' : 'unproven'
    }
    return (await this.#deps.hasFreshProof(userId)) ? 'earlier' : 'unproven'
  }

  #event(
    { provider, request }: VerifiedIdentity,
    type: 'signed_in' | 'signed_up',
    userId: UserId,
    sessionId: IssuedSession['session']['id'],
  ): SecurityEvent {
    return { type, at: this.#deps.now(), userId, sessionId, method: methodOf(provider), request }
  }

  #linkedEvent(
    { provider, request }: VerifiedIdentity,
    userId: UserId,
    sessionId: IssuedSession['session']['id'],
  ): SecurityEvent {
    return { type: 'identity_linked', at: this.#deps.now(), userId, sessionId, provider: provider.id, request }
  }

  #identityOf({ provider, claims }: VerifiedIdentity, userId: UserId): Identity {
    const { random, now } = this.#deps
    const { issuer, subject, email } = claims
    const id = newId(random) as IdentityId
    return { id, userId, provider: provider.id, issuer, subject, email, linkedAt: now(), lastUsedAt: now() }
  }
}

function methodOf({ id }: Provider): SignInMethod {
  return `oauth:${id}`
}

function linkedResult({ authorization }: VerifiedIdentity, user: User): CallbackResult {
  return { outcome: 'linked', returnTo: authorization.returnTo, user, issued: null }
}

/** Returns the name that the provider gives, if it can be stored; else the part of the address before the @. */
function nameFrom({ name }: ProviderIdentity, email: string): string {
  const parsed = nameInput.safeParse(name)
  return parsed.success ? parsed.data : email.slice(0, email.lastIndexOf('@'))
}
