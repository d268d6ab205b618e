import type { ConnectionOptions } from '../connection.ts'
import { base64url } from '../tokens/base64url.ts'
import { randomString } from '../tokens/random-string.ts'
import { serverOrigin } from '../transport/server-origin.ts'

/** A sign-in that is under way in a browser. Keep it in memory until the browser comes back, and never in a URL. */
export interface PendingSignIn {
  /** The authorization request: open it in the system's browser, never in a web view, which could read the password. */
  readonly url: string
  /** Tells the response to this request from others. */
  readonly state: string
  /** The PKCE code verifier, without which the code can't be redeemed. */
  readonly verifier: string
  /** Where the browser comes back to. */
  readonly redirectUri: string
}

/** What `beginBrowserSignIn` needs to know. */
export interface BeginOptions extends Pick<ConnectionOptions, 'url' | 'clientId'> {
  /** As registered: `com.example.app:/callback`, or `http://127.0.0.1:<any port>/callback`. */
  readonly redirectUri: string
}

/**
 * Creates an authorization request for the system's browser, in any runtime with WebCrypto. Sends nothing. When the
 * browser comes back, `finishBrowserSignIn` takes the address.
 *
 * @param options - which server, as which client, and where the browser comes back to
 * @returns the request, with the secrets that its response is checked with
 * @throws {LatchkeyError} `INVALID_URL`
 * @see [RFC 8252](https://www.rfc-editor.org/rfc/rfc8252.html),
 * [RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1),
 * [RFC 7636 §4](https://www.rfc-editor.org/rfc/rfc7636.html#section-4)
 * @example
 * ```ts
 * import { beginBrowserSignIn } from '@latchkey/client'
 *
 * const pending = await beginBrowserSignIn({
 *   url: 'https://id.example.com',
 *   clientId: 'phone',
 *   redirectUri: 'com.example.app:/signed-in',
 * })
 * console.log(`Open ${pending.url}`)
 * ```
 */
export async function beginBrowserSignIn({ url, clientId, redirectUri }: BeginOptions): Promise<PendingSignIn> {
  const state = randomString()
  const verifier = randomString()
  const request = new URL('/oauth/authorize', serverOrigin(url))
  request.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await codeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  return { url: request.href, state, verifier, redirectUri }
}

/** @see [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.2) */
async function codeChallenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(digest))
}
