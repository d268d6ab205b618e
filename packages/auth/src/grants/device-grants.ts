import type { DeviceApprovalInput } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after, minute, second } from '../duration.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { AttemptLimiter } from '../limits/attempt-limiter.ts'
import type { RandomBytes } from '../random.ts'
import { describeClient } from '../sessions/describe-client.ts'
import { networkAround } from '../sessions/network-around.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { AppSecrets } from '../tokens/app-secrets.ts'
import type { IssuedTokens } from '../tokens/token-service.ts'
import type { ClientRegistry, RegisteredClient } from './client-registry.ts'
import {
  type DeviceGrant,
  type GrantSecret,
  hashGrantSecret,
  newGrantSecret,
  parseGrantSecret,
  type UserCodeHash,
} from './grant.ts'
import type { GrantExchanges } from './grant-exchanges.ts'
import type { DeviceApproval, GrantStore } from './grant-store.ts'
import { requireAsked } from './require-asked.ts'
import { PollPace } from './poll-pace.ts'
import { newUserCode, showUserCode, type UserCode } from './user-code.ts'

export const deviceGrantLifetime = 10 * minute
export const pollInterval = 5 * second
/** A device that was approved asks within seconds. One that does not must not come alive when nobody thinks of it any more. */
const pickUpTime = minute
/** A device's clock and the way here are not exact: only what is clearly too fast is told so. */
const pollTolerance = second

export interface BegunDevice {
  readonly deviceCode: GrantSecret
  /** As the device shows it. */
  readonly userCode: string
}

/** A device that waits, as whoever is asked sees it. */
export interface WaitingDevice {
  readonly userCode: string
  readonly client: RegisteredClient
  readonly device: string
  readonly ip: string | null
  readonly sameNetwork: boolean
  readonly askedAt: Date
  readonly expiresAt: Date
}

/** What a device hears when it asks. @see [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5) */
export type Poll =
  | { readonly status: 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' }
  | { readonly status: 'issued'; readonly tokens: IssuedTokens }

export interface DeviceGrantsDependencies {
  readonly grants: GrantStore
  readonly exchanges: GrantExchanges
  readonly clients: ClientRegistry
  readonly sessions: SessionService
  readonly secrets: AppSecrets
  readonly events: EventRecorder
  /** Counts what a user decides about: each is an entry of the timeline for a year. */
  readonly decisionLimiter: AttemptLimiter
  /** Counts what devices ask for: each is a row. */
  readonly deviceLimiter: AttemptLimiter
  /** Counts the codes that people type. */
  readonly userCodeLimiter: AttemptLimiter
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * The device authorization grant, for what has no browser: it shows a code, and a person who is signed in elsewhere
 * types it and decides.
 *
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)
 */
export class DeviceGrants {
  readonly #deps: DeviceGrantsDependencies
  readonly #pace = new PollPace(pollInterval - pollTolerance)

  constructor(deps: DeviceGrantsDependencies) {
    this.#deps = deps
  }

  /** @throws AuthError `CLIENT_UNKNOWN` when it may not ask so, `RATE_LIMITED` */
  async begin(clientId: string, client: ClientInfo): Promise<BegunDevice> {
    const { deviceLimiter, grants, random, now } = this.#deps
    this.#client(clientId)
    const limited = await deviceLimiter.attempt({ account: clientId, ip: client.ip })
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)
    const deviceCode = newGrantSecret(random)
    const askedAt = now()
    const userCode = newUserCode(random)
    const isNew = await grants.insert({
      kind: 'device',
      hash: hashGrantSecret(deviceCode),
      clientId,
      userCodeHash: this.#hash(userCode),
      ip: client.ip,
      device: describeClient(client.userAgent, client.hints).name,
      askedAt,
      expiresAt: after(askedAt, deviceGrantLifetime),
      approval: null,
      denied: false,
    })
    // With a hundred thousand devices waiting that is one in 250,000: asking again is as good as trying again.
    if (!isNew) throw new AuthError('RATE_LIMITED', 1)
    return { deviceCode, userCode: showUserCode(userCode) }
  }

  /**
   * The device that waits with a code, for the person who typed it.
   *
   * @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED`
   */
  async find(caller: Caller, typed: string, client: ClientInfo): Promise<WaitingDevice> {
    const userCode = typed as UserCode
    const grant = await this.#waiting(caller, userCode)
    return {
      userCode: showUserCode(userCode),
      client: this.#client(grant.clientId),
      device: grant.device,
      ip: grant.ip,
      sameNetwork: grant.ip !== null && networkAround(grant.ip) === networkAround(client.ip),
      askedAt: grant.askedAt,
      expiresAt: grant.expiresAt,
    }
  }

  /**
   * The person says yes. The next time that the device asks it gets its tokens, if that is within a minute and the
   * session in which they said it is live then. `userId` is whom the page showed that asked.
   *
   * @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED`; `AUTHORIZATION_OTHER_SESSION` when somebody else is signed in
   *   than was asked; `SESSION_ENDED` when the session ended, or was rotated by
   *   another request, in the meantime
   */
  async approve(caller: Caller, { userCode, userId }: DeviceApprovalInput, client: ClientInfo): Promise<void> {
    requireAsked(caller, userId)
    const { events, now } = this.#deps
    const by = { userId: caller.user.id, sessionId: caller.session.id }
    const yes = { ...by, token: caller.session.tokenHash, goodUntil: after(now(), pickUpTime) }
    const clientId = await this.#decide(caller, userCode as UserCode, yes)
    await events.record({ type: 'client_approved', at: now(), ...by, clientId, client })
  }

  /** @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED` */
  async deny(caller: Caller, typed: string, client: ClientInfo): Promise<void> {
    const clientId = await this.#decide(caller, typed as UserCode, null)
    const by = { userId: caller.user.id, sessionId: caller.session.id }
    await this.#deps.events.record({ type: 'client_denied', at: this.#deps.now(), ...by, clientId, client })
  }

  /**
   * What became of it. A device code that comes back after it was used is in two hands, or its answer got lost: the
   * session that came of it ends.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `INVALID_GRANT` when it is no device code of this client, or was used
   */
  async poll(deviceCode: string, clientId: string, client: ClientInfo): Promise<Poll> {
    const { grants, exchanges, now } = this.#deps
    const registered = this.#client(clientId)
    const secret = parseGrantSecret(deviceCode)
    const at = now()
    const found = secret === null ? null : await grants.find(hashGrantSecret(secret), at)
    if (found?.grant.kind !== 'device' || found.grant.clientId !== clientId) throw new AuthError('INVALID_GRANT')
    const { grant } = found
    if (found.session !== null) {
      await exchanges.endForReuse(found, client)
      throw new AuthError('INVALID_GRANT')
    }
    if (grant.denied) return { status: 'access_denied' }
    if (grant.expiresAt <= at) return { status: 'expired_token' }
    if (this.#pace.isTooFast(grant.hash, at)) return { status: 'slow_down' }
    if (grant.approval === null) return { status: 'authorization_pending' }
    // Whoever approved it has ended the session in which they did.
    if (found.approver === null) return { status: 'access_denied' }
    const tokens = await exchanges.exchange(found, registered, client)
    if (tokens === null) throw new AuthError('INVALID_GRANT')
    return { status: 'issued', tokens }
  }

  async #decide(caller: Caller, userCode: UserCode, approval: DeviceApproval | null): Promise<string> {
    const { grants, sessions, decisionLimiter, now } = this.#deps
    const { clientId } = await this.#waiting(caller, userCode)
    const limited = await decisionLimiter.attempt({ account: caller.user.id, ip: null })
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)
    if (!(await grants.decide(this.#hash(userCode), approval, now()))) {
      await sessions.requireLive(caller)
      throw new AuthError('USER_CODE_UNKNOWN')
    }
    return clientId
  }

  /** Only codes that nobody waits with count against the limit. */
  async #waiting(caller: Caller, userCode: UserCode): Promise<DeviceGrant> {
    const { userCodeLimiter, grants, now } = this.#deps
    // By person alone: whoever has many addresses has no more guesses.
    const keys = { account: caller.user.id, ip: null }
    const limited = await userCodeLimiter.attempt(keys)
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)
    const grant = await grants.findWaiting(this.#hash(userCode), now())
    if (grant === null) throw new AuthError('USER_CODE_UNKNOWN')
    // Given back, not forgiven: one right code must not buy another ten guesses.
    await userCodeLimiter.refund(keys)
    return grant
  }

  #client(id: string): RegisteredClient {
    const client = this.#deps.clients.find(id)
    if (client === null || !client.device) throw new AuthError('CLIENT_UNKNOWN')
    return client
  }

  /** Codes that were shown before the newest secret was put in are asked for again: they live ten minutes. */
  #hash(userCode: UserCode): UserCodeHash {
    const { secrets } = this.#deps
    const hash = secrets.derive(secrets.newest, 'user code', userCode)
    if (hash === null) throw new TypeError('a newest secret that is gone')
    return hash as UserCodeHash
  }
}
