import type { Connection } from '../connection.ts'
import { memberOf } from './member-of.ts'
import { malformedResponse } from './oauth-error.ts'
import { sendRequest } from './send-request.ts'

/** The body of a successful response, or the `error` code of an error response. */
export type OauthResponse =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: string }

/**
 * Sends a form to an OAuth endpoint, with the `client_id` of the connection.
 *
 * @param connection - which server, as which client
 * @param path - of the endpoint, from the root: `/oauth/token`
 * @param fields - the parameters of the request, by the names that OAuth gives them
 * @param signal - aborts the request
 * @returns the body, or the error code of OAuth
 * @throws {LatchkeyError} `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`
 * @throws the signal's reason once the signal is aborted
 * @see [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2),
 * [§5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)
 */
export async function oauthRequest(
  connection: Pick<Connection, 'origin' | 'fetch' | 'clientId'>,
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
  throw malformedResponse()
}
