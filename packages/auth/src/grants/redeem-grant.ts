import type { RegisteredClient } from '../clients/client-registry.ts'
import { after, hour } from '../core/duration.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Audience } from '../tokens/token-resources.ts'
import type { IssuedTokens, TokenService } from '../tokens/token-service.ts'
import type { FoundGrant, GrantStore } from './grant-store.ts'

export interface GrantRedeemerDependencies {
  readonly grants: GrantStore
  readonly tokens: TokenService
  readonly sessions: Sessions
  readonly now: () => Date
}

/** For how many milliseconds an expired grant is kept: one that is presented again in that time ends its session. */
const keepExpired = hour
const sweepBatch = 100

const methods = { code: 'approved:browser', device: 'approved:device' } as const

/** Redeems approved grants for the sessions of their clients. */
export class GrantRedeemer {
  readonly #deps: GrantRedeemerDependencies

  constructor(deps: GrantRedeemerDependencies) {
    this.#deps = deps
  }

  /**
   * Returns the first tokens for a grant, the access token for `audience`. `null` when it can't be redeemed: it is not
   * approved, the approving session has ended, it has expired, or a concurrent request redeemed it; then the session of
   * that one ends.
   *
   * The session never counts as stepped up: the user approved a client, and did not prove their identity to it.
   */
  async redeem(
    { grant, approver }: FoundGrant,
    { id, name }: RegisteredClient,
    audience: Audience,
    request: RequestInfo,
  ): Promise<IssuedTokens | null> {
    const { grants, tokens, now } = this.#deps
    if (approver === null) return null
    const client = { id, name, steppedUp: false }
    const starting = {
      user: approver,
      method: methods[grant.kind],
      secondFactor: 'approved' as const,
      remember: true,
      request,
      client,
    }
    const issued = await tokens.start(starting, audience, (start, record) =>
      grants.redeem({ hash: grant.hash, start, now: now() }, (started) => record(started)),
    )
    if (issued !== null) return issued
    // Redeemed since it was found: the concurrent request has the same secret.
    const again = await grants.find(grant.hash, now())
    if (again !== null) await this.endForReuse(again, request)
    return null
  }

  /**
   * Ends the session that a grant was redeemed for, because its secret was presented again.
   *
   * @see [RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.1)
   */
  async endForReuse({ grant, session }: FoundGrant, request: RequestInfo): Promise<void> {
    if (session === null || grant.approval === null) return
    const { sessions } = this.#deps
    const started = await sessions.authenticateClient({ id: session, userId: grant.approval.userId }, null)
    if (started !== null) await sessions.endForReuse(started, 'grant', request)
  }

  /** Deletes a batch of grants that expired long ago; returns whether there may be more. */
  async sweep(): Promise<boolean> {
    const { grants, now } = this.#deps
    return (await grants.deleteExpiredBefore(after(now(), -keepExpired), sweepBatch)) === sweepBatch
  }
}
