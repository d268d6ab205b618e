import type { ClientInfo } from '../client-info.ts'
import { after, hour } from '../duration.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { IssuedTokens, TokenService } from '../tokens/token-service.ts'
import type { RegisteredClient } from './client-registry.ts'
import type { FoundGrant, GrantStore } from './grant-store.ts'

export interface GrantExchangesDependencies {
  readonly grants: GrantStore
  readonly tokens: TokenService
  readonly sessions: SessionService
  readonly now: () => Date
}

/** For how long a grant that expired is kept: one that comes back in that time ends what came of it. */
const keepExpired = hour
const sweepBatch = 100

const methods = { code: 'approved:browser', device: 'approved:device' } as const

/** From a grant that someone approved to the session of the client. */
export class GrantExchanges {
  readonly #deps: GrantExchangesDependencies

  constructor(deps: GrantExchangesDependencies) {
    this.#deps = deps
  }

  /**
   * `null` when there is nothing to exchange: nobody approved it, or they ended the session in which they did, it is too
   * old, or another request was faster: then what that one got ends.
   *
   * The session that begins never counts as a recent proof: a person approved a program, and did not become it.
   */
  async exchange(
    { grant, approver }: FoundGrant,
    { id: clientId, name }: RegisteredClient,
    client: ClientInfo,
  ): Promise<IssuedTokens | null> {
    const { grants, tokens, now } = this.#deps
    if (approver === null) return null
    const start = { user: approver, method: methods[grant.kind], remember: true, client }
    const holder = { clientId, name, proved: false }
    const issued = await tokens.begin({ ...start, holder }, (session, refreshToken) =>
      grants.exchange({ hash: grant.hash, session, refreshToken, now: now() }),
    )
    if (issued !== null) return issued
    // Used since it was found: whoever was faster has it too.
    const again = await grants.find(grant.hash, now())
    if (again !== null) await this.endForReuse(again, client)
    return null
  }

  /** @see [RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.1) */
  async endForReuse({ grant, session }: FoundGrant, client: ClientInfo): Promise<void> {
    if (session === null || grant.approval === null) return
    const { sessions } = this.#deps
    const begun = await sessions.authenticateClient({ id: session, userId: grant.approval.userId }, null)
    if (begun !== null) await sessions.endForReuse(begun, 'grant', client)
  }

  /** Deletes grants that are long over, a batch of them. Returns whether there may be more. */
  async sweep(): Promise<boolean> {
    const { grants, now } = this.#deps
    return (await grants.deleteExpiredBefore(after(now(), -keepExpired), sweepBatch)) === sweepBatch
  }
}
