import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { memberOf } from '../transport/member-of.ts'
import { malformedResponse, oauthError } from '../transport/oauth-error.ts'
import { oauthRequest } from '../transport/oauth-request.ts'
import { isLifetime } from './token-response.ts'

/**
 * What the person needs to approve this device in any browser.
 *
 * @see [RFC 8628 §3.2](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.2)
 */
export interface DeviceCode {
  /** To compare, or to type: `WDJB-MJHT`. */
  readonly userCode: string
  /** The page that asks for the code. */
  readonly verificationUri: string
  /** The same page with the code in its address, for a link or a QR code. */
  readonly verificationUriComplete: string
  readonly expiresAt: Date
}

/** A device code with what the program itself needs to poll for its tokens. */
export interface DeviceAuthorization extends DeviceCode {
  /** The secret that the tokens are polled for with. */
  readonly deviceCode: string
  /** Milliseconds between two polls. */
  readonly interval: number
}

/**
 * Requests a device code.
 *
 * @param connection - which server, as which client
 * @param signal - aborts the request
 * @returns the codes, with five seconds between two polls if the server does not say
 * @throws {LatchkeyError} `INVALID_CLIENT`, `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`,
 * `MALFORMED_ANSWER`
 * @throws the signal's reason once the signal is aborted
 * @see [RFC 8628 §3.1](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.1)
 */
export async function requestDeviceAuthorization(
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<DeviceAuthorization> {
  const requestedAt = connection.now()
  const response = await oauthRequest(connection, '/oauth/device_authorization', {}, signal)
  if (!response.ok) throw oauthError(response.error)
  const text = (name: string): string => {
    const value = memberOf(response.body, name)
    if (typeof value !== 'string') throw malformedResponse()
    return value
  }
  const expiresIn = memberOf(response.body, 'expires_in')
  const interval = memberOf(response.body, 'interval') ?? 5
  if (!isLifetime(expiresIn) || !isLifetime(interval)) throw malformedResponse()
  return {
    deviceCode: text('device_code'),
    interval: interval * second,
    userCode: text('user_code'),
    verificationUri: text('verification_uri'),
    verificationUriComplete: text('verification_uri_complete'),
    expiresAt: new Date(requestedAt.getTime() + expiresIn * second),
  }
}
