import { type Connection, connect, type ConnectionOptions } from '../connection.ts'
import { second } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { storeTokens } from '../tokens/store-tokens.ts'
import { oauthError } from '../transport/oauth-error.ts'
import { oauthRequest, type OauthResponse } from '../transport/oauth-request.ts'
import { type DeviceCode, requestDeviceAuthorization } from './device-authorization.ts'
import { parseTokenResponse } from './token-response.ts'

/** What `signInByDevice` needs to know. */
export interface DeviceSignInOptions extends ConnectionOptions {
  /** Shows the code to the person; called once. */
  readonly onCode: (code: DeviceCode) => void
  /** Stops the sign-in, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** @see [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5) */
const slowDownBy = 5 * second
const longestPause = 60 * second
const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * Signs in where there is no browser: shows a code, polls until the person has approved it in a browser elsewhere, and
 * stores the tokens. The session that was in the store is ended.
 *
 * @param options - which server, as which client, where the tokens are stored, and how the code is shown
 * @throws {LatchkeyError} before there is a code: `INVALID_URL`, `OTHER_SIGN_IN`, `INVALID_CLIENT`, `UNREACHABLE`,
 * `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`
 * @throws {LatchkeyError} after that: `ACCESS_DENIED`, `EXPIRED_TOKEN`, `INVALID_GRANT`, `MALFORMED_ANSWER`; a poll
 * without a response is repeated
 * @throws the signal's reason once the signal is aborted, and what the store throws
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)
 * @example
 * ```ts
 * import { memoryTokenStore, signInByDevice } from '@latchkey/client'
 *
 * await signInByDevice({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: memoryTokenStore(),
 *   onCode: ({ verificationUriComplete, userCode }) =>
 *     console.log(`Open ${verificationUriComplete} and check the code ${userCode}`),
 *   signal: AbortSignal.timeout(5 * 60_000),
 * })
 * ```
 */
export async function signInByDevice({ onCode, signal, ...options }: DeviceSignInOptions): Promise<void> {
  const connection = connect(options)
  const { now, wait, tokenStore } = connection
  // A store that can't take the tokens must fail before a person is asked to approve.
  await tokenStore.leftover()
  const { deviceCode, interval: firstInterval, ...code } = await requestDeviceAuthorization(connection, signal)
  onCode(code)

  let interval = firstInterval
  let pause = interval
  for (;;) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one poll after the other
    await wait(pause, signal)
    const requestedAt = now()
    if (requestedAt >= code.expiresAt) throw oauthError('expired_token')
    // oxlint-disable-next-line eslint/no-await-in-loop
    const response = await poll(connection, deviceCode, signal)
    if (response === null) {
      // A server that does not respond is polled ever less often.
      pause = Math.min(pause * 2, longestPause)
    } else if (response.ok) {
      return storeTokens(connection, parseTokenResponse(response.body), requestedAt)
    } else if (response.error === 'authorization_pending' || response.error === 'slow_down') {
      if (response.error === 'slow_down') interval += slowDownBy
      pause = interval
    } else {
      throw oauthError(response.error)
    }
  }
}

/** Returns `null` when the response says nothing about the code, or there is none. */
async function poll(
  connection: Connection,
  deviceCode: string,
  signal: AbortSignal | undefined,
): Promise<OauthResponse | null> {
  const fields = { grant_type: grantType, device_code: deviceCode }
  return oauthRequest(connection, '/oauth/token', fields, signal).catch((error: unknown) => {
    if (error instanceof LatchkeyError) return null
    throw error
  })
}
