import { sendRequest } from './send-request.ts'
import type { Connection } from '../connection.ts'
import type { IssuedTokens } from '../tokens/issued-tokens.ts'
import { LatchkeyError, type LatchkeyErrorReason, latchkeyErrorReasons } from '../latchkey-error.ts'
import { memberOf } from '../reason-of.ts'

/** An answer that is not an error, or the `error` of one that OAuth knows. */
export type OauthResponse =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: string }

/**
 * Asks an endpoint of OAuth with a form.
 *
 * @throws LatchkeyError `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`
 */
export async function oauthRequest(
  connection: Connection,
  path: string,
  fields: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<OauthResponse> {
  const form = new URLSearchParams({ ...fields, client_id: connection.clientId })
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
  const init = { method: 'POST', headers, body: form.toString() }
  const { status, body } = await sendRequest(connection, path, init, signal)
  if (status === 200 && body !== null) return { ok: true, body }
  const error = memberOf(body, 'error')
  if (typeof error === 'string') return { ok: false, error }
  throw malformed()
}

/** @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1) */
export function tokensIn(body: unknown): IssuedTokens {
  const accessToken = memberOf(body, 'access_token')
  const refreshToken = memberOf(body, 'refresh_token')
  const expiresIn = memberOf(body, 'expires_in')
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || !isLifetime(expiresIn)) throw malformed()
  return { accessToken, refreshToken, expiresIn }
}

export function isLifetime(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

export function malformed(): LatchkeyError {
  return new LatchkeyError('MALFORMED_ANSWER', 'What answered there is no Latchkey.')
}

const words: Partial<Record<LatchkeyErrorReason, string>> = {
  ACCESS_DENIED: 'The sign-in was refused in the browser.',
  EXPIRED_TOKEN: 'Nobody approved this in time.',
  INVALID_CLIENT: 'This program is not registered there, or not for this way to sign in.',
  INVALID_GRANT: 'This sign-in was used already, or came too late.',
}

export function oauthError(error: string): LatchkeyError {
  const reason = latchkeyErrorReasons.find((known) => known === error.toUpperCase())
  if (reason === undefined) return malformed()
  return new LatchkeyError(reason, words[reason] ?? `The server refused: ${reason.toLowerCase()}.`)
}
