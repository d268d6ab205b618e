import { type CallbackOutcome, nameInput } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { IssuedSession, SessionService } from '../sessions/session-service.ts'
import type { User, UserId } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import { decideLink } from './identities/decide-link.ts'
import type { Identity, IdentityId, ProviderIdentity } from './identities/identity.ts'
import type { IdentityStore } from './identities/identity-store.ts'
import type { Provider } from './providers/provider.ts'
import type { AuthorizationRequest } from './requests/authorization-request.ts'

export interface ArrivalDependencies {
  readonly identities: IdentityStore
  readonly users: UserStore
  readonly sessions: SessionService
  readonly events: EventRecorder
  readonly now: () => Date
  readonly random: RandomBytes
}

/** Someone whom a provider has named, back from a trip that is ours. */
export interface Arriving {
  readonly provider: Provider
  readonly request: AuthorizationRequest
  readonly claims: ProviderIdentity
  readonly caller: Caller | null
  readonly client: ClientInfo
}

export interface Return {
  readonly outcome: CallbackOutcome
  readonly returnTo: string
  readonly user: User
  /** Null when an account was linked to the session that asked for it. */
  readonly issued: IssuedSession | null
}

/** What becomes of people who are back: the decision, and the deed. */
export class Arrivals {
  readonly #deps: ArrivalDependencies

  constructor(deps: ArrivalDependencies) {
    this.#deps = deps
  }

  /** Two people, or one with two tabs, may arrive as the same identity at once: who comes second decides again. */
  async receive(arriving: Arriving): Promise<Return> {
    return (await this.#settle(arriving)) ?? (await this.#settle(arriving)) ?? this.#contested()
  }

  #contested(): never {
    throw new Error('an identity kept changing hands while it was signing in')
  }

  /** `null` when the store changed between the decision and the deed. */
  async #settle(arriving: Arriving): Promise<Return | null> {
    const { identities, users, sessions } = this.#deps
    const { request, claims, caller } = arriving
    // The provider was asked in the meantime, for seconds: a session that ended in them links nothing.
    if (request.intent.kind !== 'sign_in' && caller !== null) await sessions.requireLive(caller)
    const linked = await identities.findByKey(claims)
    if (request.intent.kind === 'step_up') return this.#stepUp(arriving, linked)
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

  /** Whoever is at the provider must be the very person who is signed in here: another account proves nothing. */
  async #stepUp(
    { provider, request, claims, caller, client }: Arriving,
    linked: { user: User; identity: Identity } | null,
  ): Promise<Return> {
    const { identities, sessions, events, now } = this.#deps
    if (caller === null || linked === null || linked.user.id !== caller.user.id) {
      throw new AuthError('IDENTITY_NOT_CONNECTED')
    }
    await identities.recordUse({ id: linked.identity.id, email: claims.email, now: now() })
    const issued = await sessions.stepUp(caller)
    const { user, session } = caller
    const method = `oauth:${provider.id}` as const
    await events.record({ type: 'stepped_up', at: now(), userId: user.id, sessionId: session.id, method, client })
    return { outcome: 'stepped_up', returnTo: request.returnTo, user, issued }
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
      await events.record({
        type: 'identity_linked',
        at: now(),
        userId: user.id,
        sessionId,
        provider: provider.id,
        client,
      })
    }
    return begun ?? { outcome: 'linked', returnTo: request.returnTo, user, issued: null }
  }

  /** A link of what is linked already needs no new session. */
  async #begin({ provider, request, caller, client }: Arriving, user: User): Promise<Return> {
    const { sessions, events, now } = this.#deps
    const { intent, returnTo } = request
    if (intent.kind !== 'sign_in') return { outcome: 'linked', returnTo, user, issued: null }
    const method = `oauth:${provider.id}` as const
    const replaces = caller?.session ?? null
    const issued = await sessions.start({ user, method, remember: intent.remember, client, replaces })
    await events.record({ type: 'signed_in', at: now(), userId: user.id, sessionId: issued.session.id, method, client })
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

    await sessions.replace(caller?.session ?? null, issued.session, client)
    await events.record({ type: 'signed_up', at: now(), userId: user.id, sessionId: issued.session.id, method, client })
    return { outcome: 'signed_up', returnTo: request.returnTo, user, issued }
  }

  #identityOf({ provider, claims }: Arriving, userId: UserId): Identity {
    const { random, now } = this.#deps
    const { issuer, subject, email } = claims
    const id = newId(random) as IdentityId
    return { id, userId, provider: provider.id, issuer, subject, email, linkedAt: now(), lastUsedAt: now() }
  }
}

/** The name that the provider gives, if it can be kept; else what stands before the @. */
function nameFrom({ name }: ProviderIdentity, email: string): string {
  const parsed = nameInput.safeParse(name)
  return parsed.success ? parsed.data : email.slice(0, email.lastIndexOf('@'))
}
