import type { CodeApprovalInput } from '@latchkey/schema'
import type { ClientRegistry, RegisteredClient } from '../clients/client-registry.ts'
import { redirectKind, type RedirectKind, redirectWith } from '../clients/redirect-uri.ts'
import { AuthError } from '../core/auth-error.ts'
import { after, second } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret, parseSecret } from '../core/secret.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from '../sessions/caller.ts'
import type { TokenResources } from '../tokens/token-resources.ts'
import type { IssuedTokens } from '../tokens/token-service.ts'
import { type CodeRequest, type MalformedCodeRequest, readCodeRequest } from './code-request.ts'
import type { CodeGrant, GrantSecret } from './grant.ts'
import type { GrantStore } from './grant-store.ts'
import { isVerifierOf } from './pkce.ts'
import type { GrantRedeemer } from './redeem-grant.ts'
import { requireShownUser } from './require-shown-user.ts'

/** Milliseconds. The way from the browser to the client and back takes seconds (OWASP ASVS 5.0, 10.4.3). */
export const codeLifetime = 60 * second

/** What the consent page shows, or what the client is told. The addresses are where the browser goes with the answer. */
export type ConsentRequest =
  | {
      readonly type: 'ask'
      readonly client: RegisteredClient
      readonly answersTo: RedirectKind
      readonly deniedTo: string
    }
  | {
      readonly type: 'malformed'
      readonly client: RegisteredClient
      readonly problem: string
      readonly answerTo: string
    }

export interface RedeemCode {
  readonly code: string
  readonly clientId: string
  readonly redirectUri: string
  readonly codeVerifier: string
  /** Whom the access token is for; `null` for this server. */
  readonly resource: string | null
}

export interface CodeGrantsDependencies {
  readonly grants: GrantStore
  readonly redeemer: GrantRedeemer
  readonly clients: ClientRegistry
  readonly resources: TokenResources
  readonly limits: Limits
  readonly issuer: string
  readonly events: Events
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * The authorization code grant with PKCE, for clients that can open the system's browser: the user who is signed in there
 * approves, by whichever sign-in method they used.
 *
 * @see [RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1),
 *   [RFC 8252](https://www.rfc-editor.org/rfc/rfc8252.html)
 */
export class CodeGrants {
  readonly #deps: CodeGrantsDependencies

  constructor(deps: CodeGrantsDependencies) {
    this.#deps = deps
  }

  /**
   * Returns the consent request that the query of an authorization request makes.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `REDIRECT_URI_UNKNOWN`: then the browser may be sent nowhere
   */
  consentRequest(query: string): ConsentRequest {
    const codeRequest = readCodeRequest(query, this.#deps)
    const { client, redirectUri } = codeRequest
    if ('problem' in codeRequest) {
      const { error, description } = codeRequest.problem
      const answerTo = this.#refusal(codeRequest, error, description)
      return { type: 'malformed', client, problem: description, answerTo }
    }
    const answersTo = redirectKind(redirectUri)
    if (answersTo === null) throw new TypeError('a registered redirect URI has no kind')
    return { type: 'ask', client, answersTo, deniedTo: this.#refusal(codeRequest, 'access_denied') }
  }

  /**
   * Approves a client. Returns where the browser goes: to the client, with a code that can be redeemed once, within a
   * minute, while the approving session is live. `userId` is the user that the consent page showed.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `REDIRECT_URI_UNKNOWN`, `RATE_LIMITED`; `AUTHORIZATION_OTHER_SESSION` when another
   *   user is signed in than was shown; `SESSION_ENDED` when the session ended, or was rotated by another request, in the
   *   meantime
   */
  async approve(caller: Caller, { query, userId }: CodeApprovalInput, request: RequestInfo): Promise<string> {
    requireShownUser(caller, userId)
    const codeRequest = readCodeRequest(query, this.#deps)
    if ('problem' in codeRequest) {
      return this.#refusal(codeRequest, codeRequest.problem.error, codeRequest.problem.description)
    }
    const { grants, limits, events, issuer, random, now } = this.#deps
    await limits.consume('consent', { user: caller.user.id })
    const code: GrantSecret = newSecret(random)
    const at = now()
    const approval = { userId: caller.user.id, sessionId: caller.session.id }
    const grant: CodeGrant = {
      kind: 'code',
      hash: hashSecret(code),
      clientId: codeRequest.client.id,
      redirectUri: codeRequest.redirectUri,
      codeChallenge: codeRequest.codeChallenge,
      requestedAt: at,
      expiresAt: after(at, codeLifetime),
      approval,
    }
    const isStored = await events.commit((record) =>
      grants.insertApproved(grant, caller.session.tokenHash, ({ clientId }) =>
        record({ type: 'client_approved', at, ...approval, clientId, request }),
      ),
    )
    if (!isStored) throw new AuthError('SESSION_ENDED')
    return redirectWith(codeRequest.redirectUri, { code, state: codeRequest.state, iss: issuer })
  }

  /**
   * Returns the first tokens for a code. Client, redirect URI and code verifier are checked first: a code alone, which
   * may be found in the history of a browser, changes nothing. A code that its client presents again with the verifier
   * after it was redeemed has two holders, and the session that it was redeemed for ends.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `INVALID_GRANT`, `RATE_LIMITED`; `INVALID_TARGET`, before the code is used
   * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2),
   *   [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3),
   *   [RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6)
   */
  async redeem(
    { code, clientId, redirectUri, codeVerifier, resource }: RedeemCode,
    request: RequestInfo,
  ): Promise<IssuedTokens> {
    const { grants, redeemer, clients, resources, limits, now } = this.#deps
    const audience = resources.audienceOf(resource)
    const client = clients.find(clientId)
    if (client === null) throw new AuthError('CLIENT_UNKNOWN')
    const secret = parseSecret<'grant'>(code)
    const found = secret === null ? null : await grants.find(hashSecret(secret), now())
    if (found?.grant.kind !== 'code') {
      await limits.consume('unknownToken', { network: request.ip })
      throw new AuthError('INVALID_GRANT')
    }
    const { grant } = found
    const isOfClient =
      grant.clientId === clientId &&
      grant.redirectUri === redirectUri &&
      isVerifierOf(grant.codeChallenge, codeVerifier)
    if (!isOfClient) throw new AuthError('INVALID_GRANT')
    if (found.session !== null) {
      await redeemer.endForReuse(found, request)
      throw new AuthError('INVALID_GRANT')
    }
    const tokens = await redeemer.redeem(found, client, audience, request)
    if (tokens === null) throw new AuthError('INVALID_GRANT')
    return tokens
  }

  /** @see [RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207.html#section-2) for `iss` */
  #refusal(
    { redirectUri, state }: Pick<CodeRequest | MalformedCodeRequest, 'redirectUri' | 'state'>,
    error: string,
    description: string | null = null,
  ): string {
    return redirectWith(redirectUri, { error, error_description: description, state, iss: this.#deps.issuer })
  }
}
