import { connect, type ConnectionOptions } from '../connection.ts'
import { storeTokens } from '../tokens/store-tokens.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { malformed, oauthError, oauthRequest, tokensIn } from '../transport/oauth-request.ts'
import { base64url, randomString } from '../tokens/random-string.ts'
import { timingSafeEqual } from './timing-safe-equal.ts'
import { serverOrigin } from '../transport/server-origin.ts'

/** A sign-in that is under way in a browser. Keep it in memory until the browser comes back; never in an address. */
export interface PendingSignIn {
  /** Where the system's browser goes; never a web view, which could read the password along. */
  readonly url: string
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
}

export interface BeginOptions extends Pick<ConnectionOptions, 'url' | 'clientId'> {
  /** As registered: `com.example.app:/callback`, or `http://127.0.0.1:<any port>/callback`. */
  readonly redirectUri: string
}

/**
 * Begins to sign in through the system's browser, in any runtime with WebCrypto.
 *
 * @see [RFC 8252](https://www.rfc-editor.org/rfc/rfc8252.html),
 * [RFC 7636 §4](https://www.rfc-editor.org/rfc/rfc7636.html#section-4)
 */
export async function beginBrowserSignIn({ url, clientId, redirectUri }: BeginOptions): Promise<PendingSignIn> {
  const state = randomString()
  const verifier = randomString()
  const there = new URL('/oauth/authorize', serverOrigin(url))
  there.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await codeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  return { url: there.href, state, verifier, redirectUri }
}

/**
 * Takes the address that the browser was sent back to, and fills the store.
 *
 * @throws LatchkeyError `STATE_MISMATCH`: this is no answer to the pending sign-in, which may still get one;
 * `ISSUER_MISMATCH`, `ACCESS_DENIED`, `INVALID_GRANT`, `MALFORMED_ANSWER`, `UNREACHABLE`: it is over
 */
export async function finishBrowserSignIn(
  options: ConnectionOptions,
  callbackUrl: string | URL,
  pending: PendingSignIn,
): Promise<void> {
  const connection = connect(options)
  // What keeps the tokens from being stored is better known before the code is used up.
  await connection.tokenStore.leftover()
  const code = codeIn(new URL(callbackUrl), pending, connection.origin)
  const requestedAt = connection.now()
  const answer = await oauthRequest(connection, '/oauth/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: pending.redirectUri,
    code_verifier: pending.verifier,
  })
  if (!answer.ok) throw oauthError(answer.error)
  await storeTokens(connection, tokensIn(answer.body), requestedAt)
}

/**
 * First whether it is an answer to us, then whose answer, and only then what it says.
 *
 * @see [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)
 */
function codeIn(callbackUrl: URL, pending: PendingSignIn, issuer: string): string {
  const answer = callbackUrl.searchParams
  if (!isAnswerTo(callbackUrl, pending)) {
    throw new LatchkeyError('STATE_MISMATCH', 'The browser brought an answer to something that was not asked here.')
  }
  if (answer.get('iss') !== issuer) {
    throw new LatchkeyError('ISSUER_MISMATCH', `The browser brought an answer that is not from ${issuer}.`)
  }
  const error = answer.get('error')
  if (error !== null) throw oauthError(error)
  const code = answer.get('code')
  if (code === null) throw malformed()
  return code
}

export function isAnswerTo(callbackUrl: URL, { state }: PendingSignIn): boolean {
  return timingSafeEqual(callbackUrl.searchParams.get('state') ?? '', state)
}

async function codeChallenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(digest))
}
