import { connect, type ConnectionOptions } from '../connection.ts'
import { storeTokens } from '../tokens/store-tokens.ts'
import { oauthError } from '../transport/oauth-error.ts'
import { oauthRequest } from '../transport/oauth-request.ts'
import { authorizationCode } from './authorization-response.ts'
import type { PendingSignIn } from './begin-browser-sign-in.ts'
import { parseTokenResponse } from './token-response.ts'

/**
 * Redeems the code in the address that the browser came back to, and stores the tokens. State, issuer and code verifier
 * are checked first. The session that was in the store is ended.
 *
 * @param options - the same server and client as in `beginBrowserSignIn`, and where the tokens are stored
 * @param callbackUrl - the whole address, with its query
 * @param pending - what `beginBrowserSignIn` returned
 * @throws {LatchkeyError} `STATE_MISMATCH`: the address belongs to another sign-in, and the pending one can still
 * succeed
 * @throws {LatchkeyError} `ISSUER_MISMATCH`, `ACCESS_DENIED`, `INVALID_GRANT`, `INVALID_CLIENT`, `MALFORMED_ANSWER`,
 * `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`: the pending sign-in has failed
 * @throws {LatchkeyError} `INVALID_URL`, `OTHER_SIGN_IN`, or what the store throws
 * @throws {TypeError} if `callbackUrl` is not a URL
 * @see [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.3),
 * [RFC 7636 §4.5](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.5),
 * [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)
 * @example
 * ```ts
 * import { beginBrowserSignIn, finishBrowserSignIn, memoryTokenStore, reasonOf } from '@latchkey/client'
 *
 * const latchkey = { url: 'https://id.example.com', clientId: 'phone', tokenStore: memoryTokenStore() }
 * const pending = await beginBrowserSignIn({ ...latchkey, redirectUri: 'com.example.app:/signed-in' })
 *
 * export async function onAppOpened(callbackUrl: string): Promise<void> {
 *   try {
 *     await finishBrowserSignIn(latchkey, callbackUrl, pending)
 *   } catch (error) {
 *     // The address belongs to another sign-in: keep waiting.
 *     if (reasonOf(error) !== 'STATE_MISMATCH') throw error
 *   }
 * }
 * ```
 */
export async function finishBrowserSignIn(
  options: ConnectionOptions,
  callbackUrl: string | URL,
  pending: PendingSignIn,
): Promise<void> {
  const connection = connect(options)
  // A store that can't take the tokens must fail before the code is used up.
  await connection.tokenStore.leftover()
  const code = authorizationCode(new URL(callbackUrl), pending, connection.origin)
  const requestedAt = connection.now()
  const response = await oauthRequest(connection, '/oauth/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: pending.redirectUri,
    code_verifier: pending.verifier,
  })
  if (!response.ok) throw oauthError(response.error)
  await storeTokens(connection, parseTokenResponse(response.body), requestedAt)
}
