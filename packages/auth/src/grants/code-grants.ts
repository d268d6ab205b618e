import type { CodeApprovalInput } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after, second } from '../duration.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { AttemptLimiter } from '../limits/attempt-limiter.ts'
import type { RandomBytes } from '../random.ts'
import type { IssuedTokens } from '../tokens/token-service.ts'
import type { ClientRegistry, RegisteredClient } from './client-registry.ts'
import { type CodeRequest, type MalformedCodeRequest, readCodeRequest } from './code-request.ts'
import { type CodeGrant, hashGrantSecret, newGrantSecret, parseGrantSecret } from './grant.ts'
import type { GrantExchanges } from './grant-exchanges.ts'
import type { GrantStore } from './grant-store.ts'
import { requireAsked } from './require-asked.ts'
import { isVerifierOf } from './pkce.ts'
import { answerAt, redirectKind, type RedirectKind } from './redirect-uri.ts'

/** From the browser to the program and from there to us is a matter of seconds (OWASP ASVS 5.0, 10.4.3). */
export const codeLifetime = 60 * second

/** What there is to decide about, or to tell the client. Addresses are where the browser goes with the answer. */
export type AskedForCode =
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
}

export interface CodeGrantsDependencies {
  readonly grants: GrantStore
  readonly exchanges: GrantExchanges
  readonly clients: ClientRegistry
  /** Counts what a user decides about: each is a row, and an entry of the timeline for a year. */
  readonly decisionLimiter: AttemptLimiter
  readonly issuer: string
  readonly events: EventRecorder
  readonly now: () => Date
  readonly random: RandomBytes
}

/**
 * The authorization code grant with PKCE, for programs that can open the system's browser: whoever is signed in there
 * approves, by whatever way they signed in.
 *
 * @see [RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1),
 *   [RFC 8252](https://www.rfc-editor.org/rfc/rfc8252.html)
 */
export class CodeGrants {
  readonly #deps: CodeGrantsDependencies

  constructor(deps: CodeGrantsDependencies) {
    this.#deps = deps
  }

  /** @throws AuthError `CLIENT_UNKNOWN`, `REDIRECT_URI_UNKNOWN`: then nothing may be sent anywhere */
  ask(query: string): AskedForCode {
    const asked = readCodeRequest(query, this.#deps.clients)
    const { client, redirectUri } = asked
    if ('problem' in asked) {
      const { error, description } = asked.problem
      return { type: 'malformed', client, problem: description, answerTo: this.#refusal(asked, error, description) }
    }
    const answersTo = redirectKind(redirectUri)
    if (answersTo === null) throw new TypeError('a client with a redirect URI that is none')
    return { type: 'ask', client, answersTo, deniedTo: this.#refusal(asked, 'access_denied') }
  }

  /**
   * The person says yes. Returns where their browser goes: to the client, with a code that is good for a minute, once,
   * and only as long as the session lives in which they said it. `userId` is whom the page showed that asked.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `REDIRECT_URI_UNKNOWN`, `RATE_LIMITED`; `AUTHORIZATION_OTHER_SESSION` when somebody
   *   else is signed in than was asked; `SESSION_ENDED` when the session ended, or was rotated by another request, in the
   *   meantime
   */
  async approve(caller: Caller, { query, userId }: CodeApprovalInput, client: ClientInfo): Promise<string> {
    requireAsked(caller, userId)
    const asked = readCodeRequest(query, this.#deps.clients)
    if ('problem' in asked) return this.#refusal(asked, asked.problem.error, asked.problem.description)
    const { grants, decisionLimiter, events, issuer, random, now } = this.#deps
    const limited = await decisionLimiter.attempt({ account: caller.user.id, ip: null })
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)
    const code = newGrantSecret(random)
    const at = now()
    const approval = { userId: caller.user.id, sessionId: caller.session.id }
    const grant: CodeGrant = {
      kind: 'code',
      hash: hashGrantSecret(code),
      clientId: asked.client.id,
      redirectUri: asked.redirectUri,
      codeChallenge: asked.codeChallenge,
      askedAt: at,
      expiresAt: after(at, codeLifetime),
      approval,
    }
    if (!(await grants.insertApproved(grant, caller.session.tokenHash))) throw new AuthError('SESSION_ENDED')
    await events.record({ type: 'client_approved', at, ...approval, clientId: asked.client.id, client })
    return answerAt(asked.redirectUri, { code, state: asked.state, iss: issuer })
  }

  /**
   * The first tokens for a code. One that comes back after it was used is in two hands: the session that came of it
   * ends.
   *
   * @throws AuthError `CLIENT_UNKNOWN`, `INVALID_GRANT`
   * @see [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3),
   *   [RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6)
   */
  async redeem({ code, clientId, redirectUri, codeVerifier }: RedeemCode, client: ClientInfo): Promise<IssuedTokens> {
    const { grants, exchanges, clients, now } = this.#deps
    const registered = clients.find(clientId)
    if (registered === null) throw new AuthError('CLIENT_UNKNOWN')
    const secret = parseGrantSecret(code)
    const found = secret === null ? null : await grants.find(hashGrantSecret(secret), now())
    if (found?.grant.kind !== 'code') throw new AuthError('INVALID_GRANT')
    if (found.session !== null) {
      await exchanges.endForReuse(found, client)
      throw new AuthError('INVALID_GRANT')
    }
    const { grant } = found
    const isTheirs =
      grant.clientId === clientId &&
      grant.redirectUri === redirectUri &&
      isVerifierOf(grant.codeChallenge, codeVerifier)
    const tokens = isTheirs ? await exchanges.exchange(found, registered, client) : null
    if (tokens === null) throw new AuthError('INVALID_GRANT')
    return tokens
  }

  /** @see [RFC 9207 §2](https://www.rfc-editor.org/rfc/rfc9207.html#section-2) for `iss` */
  #refusal(
    { redirectUri, state }: Pick<CodeRequest | MalformedCodeRequest, 'redirectUri' | 'state'>,
    error: string,
    description: string | null = null,
  ): string {
    return answerAt(redirectUri, { error, error_description: description, state, iss: this.#deps.issuer })
  }
}
