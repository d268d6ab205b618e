import { type Connection, connect, type ConnectionOptions } from '../connection.ts'
import { second } from '../duration.ts'
import { storeTokens } from '../tokens/store-tokens.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { isLifetime, malformed, oauthError, oauthRequest, tokensIn } from '../transport/oauth-request.ts'
import { memberOf } from '../reason-of.ts'

/** What the person needs to approve this device in any browser. */
export interface DeviceCode {
  /** To compare, or to type: `WDJB-MJHT`. */
  readonly userCode: string
  readonly verificationUri: string
  /** With the code in it, for a link or a QR code. */
  readonly verificationUriComplete: string
  readonly expiresAt: Date
}

export interface DeviceSignInOptions extends ConnectionOptions {
  /** Shows the code; called once. */
  readonly onCode: (code: DeviceCode) => void
  /** To stop waiting: rejects with its reason. */
  readonly signal?: AbortSignal | undefined
}

interface DeviceGrant extends DeviceCode {
  readonly deviceCode: string
  /** Milliseconds. */
  readonly interval: number
}

/** @see [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5) */
const slowDownBy = 5 * second
const longestPause = 60 * second
const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * Signs in where there is no browser: shows a code, and waits until someone approves it in a browser elsewhere.
 *
 * @throws LatchkeyError `ACCESS_DENIED`, `EXPIRED_TOKEN`, `INVALID_CLIENT`, `UNREACHABLE` before there is a code
 * @see [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)
 */
export async function signInByDevice({ onCode, signal, ...options }: DeviceSignInOptions): Promise<void> {
  const connection = connect(options)
  const { now, wait, tokenStore } = connection
  // What keeps the tokens from being stored is better known before anyone is asked.
  await tokenStore.leftover()
  const { deviceCode, interval, ...code } = await requestCode(connection, signal)
  onCode(code)

  let pace = interval
  let pause = pace
  for (;;) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one question after the other
    await wait(pause, signal)
    const requestedAt = now()
    if (requestedAt >= code.expiresAt) throw oauthError('expired_token')
    // oxlint-disable-next-line eslint/no-await-in-loop
    const answer = await poll(connection, deviceCode, signal)
    if (answer === null) {
      // Whatever keeps it from answering, more questions do not help it.
      pause = Math.min(pause * 2, longestPause)
    } else if (answer.ok) {
      return storeTokens(connection, tokensIn(answer.body), requestedAt)
    } else if (answer.error === 'authorization_pending' || answer.error === 'slow_down') {
      if (answer.error === 'slow_down') pace += slowDownBy
      pause = pace
    } else {
      throw oauthError(answer.error)
    }
  }
}

async function requestCode(connection: Connection, signal: AbortSignal | undefined): Promise<DeviceGrant> {
  const requestedAt = connection.now()
  const answer = await oauthRequest(connection, '/oauth/device_authorization', {}, signal)
  if (!answer.ok) throw oauthError(answer.error)
  const text = (name: string): string => {
    const value = memberOf(answer.body, name)
    if (typeof value !== 'string') throw malformed()
    return value
  }
  const expiresIn = memberOf(answer.body, 'expires_in')
  const interval = memberOf(answer.body, 'interval') ?? 5
  if (!isLifetime(expiresIn) || !isLifetime(interval)) throw malformed()
  return {
    deviceCode: text('device_code'),
    interval: interval * second,
    userCode: text('user_code'),
    verificationUri: text('verification_uri'),
    verificationUriComplete: text('verification_uri_complete'),
    expiresAt: new Date(requestedAt.getTime() + expiresIn * second),
  }
}

/** `null` when the server did not say anything about the code. */
async function poll(connection: Connection, deviceCode: string, signal: AbortSignal | undefined) {
  const fields = { grant_type: grantType, device_code: deviceCode }
  return oauthRequest(connection, '/oauth/token', fields, signal).catch((error: unknown) => {
    if (error instanceof LatchkeyError) return null
    throw error
  })
}
