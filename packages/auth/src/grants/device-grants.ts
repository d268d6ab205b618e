import type { DeviceApprovalInput } from '@latchkey/schema'
import type { ClientRegistry, RegisteredClient } from '../clients/client-registry.ts'
import type { AppSecrets } from '../core/app-secrets.ts'
import { AuthError } from '../core/auth-error.ts'
import { describeDevice } from '../core/describe-device.ts'
import { after, minute, second } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret, parseSecret } from '../core/secret.ts'
import { surroundingNetwork } from '../core/surrounding-network.ts'
import type { Events } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { CallCounts } from '../limits/call-counts.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from '../sessions/caller.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { TokenResources } from '../tokens/token-resources.ts'
import type { IssuedTokens } from '../tokens/token-service.ts'
import type { DeviceGrant, GrantSecret, UserCodeHash } from './grant.ts'
import type { DeviceApproval, GrantStore } from './grant-store.ts'
import { PollingPace } from './polling-pace.ts'
import type { GrantRedeemer } from './redeem-grant.ts'
import { requireShownUser } from './require-shown-user.ts'
import { newUserCode, showUserCode, type UserCode } from './user-code.ts'

/** Milliseconds. */
export const deviceGrantLifetime = 10 * minute
/** Milliseconds between two polls of a device, unless the server was started with another interval. */
export const defaultPollInterval = 5 * second
/** A device redeems its approval within seconds. One that does not must not sign in later, unexpectedly. */
const redemptionTime = minute
/** Clocks and connections are not exact: a device that is too fast by less than this is not told so. */
const maxPollTolerance = second

/** A device grant that was started. */
export interface StartedDevice {
  readonly deviceCode: GrantSecret
  /** As the device shows it. */
  readonly userCode: string
}

/** A device that waits for a decision, as its user is shown it. */
export interface WaitingDevice {
  readonly userCode: string
  readonly client: RegisteredClient
  readonly device: string
  readonly ip: string | null
  readonly sameNetwork: boolean
  readonly requestedAt: Date
  readonly expiresAt: Date
}

export interface DevicePoll {
  readonly deviceCode: string
  readonly clientId: string
  /** Whom the access token is for; `null` for this server. */
  readonly resource: string | null
}

/** The answer to a poll. @see [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5) */
export type Poll =
  | { readonly status: 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' }
  | { readonly status: 'issued'; readonly tokens: IssuedTokens }

export interface DeviceGrantsDependencies {
  readonly grants: GrantStore
  readonly redeemer: GrantRedeemer
  readonly clients: ClientRegistry
  readonly resources: TokenResources
  readonly sessions: Sessions
  readonly secrets: AppSecrets
  readonly events: Events
  readonly limits: Limits
  readonly counts: CallCounts
  /** Milliseconds between two polls of a device. */
  readonly pollInterval: number
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * The device authorization grant, for clients without a browser: the device shows a user code, and a user who is signed in
 * elsewhere types it and decides.
 *
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)
 */
export class DeviceGrants {
  readonly #deps: DeviceGrantsDependencies
  readonly #pace: PollingPace

  constructor(deps: DeviceGrantsDependencies) {
    this.#deps = deps
    const tolerance = Math.min(maxPollTolerance, deps.pollInterval / 2)
    this.#pace = new PollingPace(deps.counts, deps.pollInterval - tolerance)
  }

  /** Milliseconds that a device has to wait between two polls. */
  get pollInterval(): number {
    return this.#deps.pollInterval
  }

  /**
   * Starts a device grant; returns its codes. The resources are those that the device will ask tokens for.
   *
   * @throws AuthError `CLIENT_UNKNOWN` for a client that may not use this grant, `INVALID_TARGET`, `RATE_LIMITED`
   */
  async start(
    { clientId, resources: asked }: { readonly clientId: string; readonly resources: readonly string[] },
    request: RequestInfo,
  ): Promise<StartedDevice> {
    const { limits, grants, resources, random, now } = this.#deps
    this.#client(clientId)
    for (const resource of asked) resources.audienceOf(resource)
    await limits.consume('deviceAuthorization', { network: request.ip })
    const deviceCode: GrantSecret = newSecret(random)
    const requestedAt = now()
    const userCode = newUserCode(random)
    const isNew = await grants.insert({
      kind: 'device',
      hash: hashSecret(deviceCode),
      clientId,
      userCodeHash: this.#hash(userCode),
      ip: request.ip,
      device: describeDevice(request.userAgent, request.hints).name,
      requestedAt,
      expiresAt: after(requestedAt, deviceGrantLifetime),
      approval: null,
      denied: false,
    })
    // With a hundred thousand devices waiting, one in 250,000 collides: the client starts again.
    if (!isNew) throw new AuthError('RATE_LIMITED', 1)
    return { deviceCode, userCode: showUserCode(userCode) }
  }

  /**
   * Returns the device that waits with a user code.
   *
   * @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED`
   */
  async find(caller: Caller, typed: string, request: RequestInfo): Promise<WaitingDevice> {
    const userCode = typed as UserCode
    const grant = await this.#waiting(caller, userCode)
    return {
      userCode: showUserCode(userCode),
      client: this.#client(grant.clientId),
      device: grant.device,
      ip: grant.ip,
      sameNetwork: grant.ip !== null && surroundingNetwork(grant.ip) === surroundingNetwork(request.ip),
      requestedAt: grant.requestedAt,
      expiresAt: grant.expiresAt,
    }
  }

  /**
   * Approves a device. Its next poll returns tokens, if that is within a minute and the approving session is live then.
   * `userId` is the user that the page showed.
   *
   * @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED`; `AUTHORIZATION_OTHER_SESSION` when another user is signed in
   *   than was shown; `SESSION_ENDED` when the session ended, or was rotated by another request, in the meantime
   */
  async approve(caller: Caller, { userCode, userId }: DeviceApprovalInput, request: RequestInfo): Promise<void> {
    requireShownUser(caller, userId)
    const approval: DeviceApproval = {
      userId: caller.user.id,
      sessionId: caller.session.id,
      token: caller.session.tokenHash,
      redeemableUntil: after(this.#deps.now(), redemptionTime),
    }
    await this.#decide(caller, userCode as UserCode, approval, request)
  }

  /**
   * Denies a device.
   *
   * @throws AuthError `USER_CODE_UNKNOWN`, `RATE_LIMITED`
   */
  async deny(caller: Caller, typed: string, request: RequestInfo): Promise<void> {
    await this.#decide(caller, typed as UserCode, null, request)
  }

  /**
   * Answers a poll. A device code that is presented again after it was redeemed has two holders, or its answer was lost:
   * the session that it was redeemed for ends.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `INVALID_TARGET`, `RATE_LIMITED`; `INVALID_GRANT` when it is no device code of this
   *   client, or was redeemed
   */
  async poll({ deviceCode, clientId, resource }: DevicePoll, request: RequestInfo): Promise<Poll> {
    const { grants, redeemer, resources, limits, now } = this.#deps
    const client = this.#client(clientId)
    const audience = resources.audienceOf(resource)
    const secret = parseSecret<'grant'>(deviceCode)
    const at = now()
    const found = secret === null ? null : await grants.find(hashSecret(secret), at)
    if (found?.grant.kind !== 'device' || found.grant.clientId !== clientId) {
      await limits.consume('unknownToken', { network: request.ip })
      throw new AuthError('INVALID_GRANT')
    }
    const { grant } = found
    if (found.session !== null) {
      await redeemer.endForReuse(found, request)
      throw new AuthError('INVALID_GRANT')
    }
    if (grant.denied) return { status: 'access_denied' }
    if (grant.expiresAt <= at) return { status: 'expired_token' }
    if (await this.#pace.isTooFast(grant.hash, at)) return { status: 'slow_down' }
    if (grant.approval === null) return { status: 'authorization_pending' }
    // The session in which it was approved has ended.
    if (found.approver === null) return { status: 'access_denied' }
    const tokens = await redeemer.redeem(found, client, audience, request)
    if (tokens === null) throw new AuthError('INVALID_GRANT')
    return { status: 'issued', tokens }
  }

  async #decide(
    caller: Caller,
    userCode: UserCode,
    approval: DeviceApproval | null,
    request: RequestInfo,
  ): Promise<void> {
    const { grants, sessions, limits, events, now } = this.#deps
    const { clientId } = await this.#waiting(caller, userCode)
    await limits.consume('consent', { user: caller.user.id })
    const at = now()
    const event: SecurityEvent = {
      type: approval === null ? 'client_denied' : 'client_approved',
      at,
      userId: caller.user.id,
      sessionId: caller.session.id,
      clientId,
      request,
    }
    const isDecided = await events.commit((record) =>
      grants.decide(this.#hash(userCode), approval, at, () => record(event)),
    )
    if (isDecided) return
    await sessions.requireLive(caller)
    throw new AuthError('USER_CODE_UNKNOWN')
  }

  /** Only codes that belong to no device count against the limit. */
  async #waiting(caller: Caller, userCode: UserCode): Promise<DeviceGrant> {
    const { limits, grants, now } = this.#deps
    const consumption = await limits.consume('userCode', { user: caller.user.id })
    const grant = await grants.findWaiting(this.#hash(userCode), now())
    if (grant === null) throw new AuthError('USER_CODE_UNKNOWN')
    await consumption.succeed()
    return grant
  }

  #client(id: string): RegisteredClient {
    const client = this.#deps.clients.find(id)
    if (client === null || !client.device) throw new AuthError('CLIENT_UNKNOWN')
    return client
  }

  /** A user code that was shown before a new secret was configured is not found: its device starts again. */
  #hash(userCode: UserCode): UserCodeHash {
    const { secrets } = this.#deps
    const hash = secrets.derive(secrets.newest, 'user code', userCode)
    if (hash === null) throw new TypeError('the newest secret is missing')
    return hash as UserCodeHash
  }
}
