import { createHash, randomBytes } from 'node:crypto'
import type { FaultId } from '../../src/faults/faults.ts'
import { localClient } from '../../src/local-client.ts'
import type { FirstProviderId } from '../../src/provider-id.ts'
import { locationOf, TestBrowser } from './test-browser.ts'

export const redirectUri = 'http://localhost:4321/oauth/callback/test'

const endpoints = {
  google: { authorize: '/google/auth', token: '/google/token' },
  oidc: { authorize: '/oidc/auth', token: '/oidc/token' },
  github: { authorize: '/github/login/oauth/authorize', token: '/github/login/oauth/access_token' },
} as const satisfies Record<FirstProviderId, object>

export interface TestChoice {
  readonly fault?: FaultId
  readonly account?: string
  readonly login?: string
}

/** An OAuth client of one sign-in: it keeps the state, the nonce and the verifier that it sends. */
export class TestClient {
  readonly browser = new TestBrowser()
  readonly state = randomBytes(12).toString('base64url')
  readonly nonce = randomBytes(12).toString('base64url')
  readonly verifier = randomBytes(32).toString('base64url')
  readonly #origin: string
  readonly #provider: FirstProviderId

  constructor(origin: string, provider: FirstProviderId) {
    this.#origin = origin
    this.#provider = provider
  }

  authorizeUrl(changes: Record<string, string | null> = {}): string {
    const url = new URL(endpoints[this.#provider].authorize, this.#origin)
    const parameters = {
      client_id: localClient.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: this.#provider === 'github' ? 'read:user user:email' : 'openid email profile',
      state: this.state,
      nonce: this.nonce,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    }
    for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value)
    return url.href
  }

  /** Submits the interaction page. Returns the authorization response: the callback URL with its parameters. */
  async signIn({ fault = 'normal', account = 'ada', login }: TestChoice = {}): Promise<URL> {
    const page = locationOf(await this.browser.get(this.authorizeUrl()))
    const answer = await this.browser.submit(page.href, {
      behaviour: fault,
      ...(login === undefined ? { person: account } : { login }),
    })
    const next = locationOf(answer)
    return next.pathname.startsWith('/oauth/callback/') ? next : locationOf(await this.browser.get(next.href))
  }

  /** Sends the token request. */
  redeem(code: string, changes: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(endpoints[this.#provider].token, this.#origin), {
      method: 'POST',
      headers: { accept: 'application/json' },
      redirect: 'manual',
      ...init,
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: localClient.id,
        client_secret: localClient.secret,
        code,
        redirect_uri: redirectUri,
        code_verifier: this.verifier,
        ...changes,
      }),
    })
  }

  /** Signs in and redeems the code. */
  async tokensOf(choice: TestChoice = {}): Promise<Tokens> {
    const callback = await this.signIn(choice)
    const response = await this.redeem(callback.searchParams.get('code') ?? '')
    return (await response.json()) as Tokens
  }
}

export interface Tokens {
  readonly access_token: string
  readonly id_token: string
  /** Seconds; GitHub sends none. */
  readonly expires_in?: number
  readonly error?: string
}
