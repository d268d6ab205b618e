import type { GrantOptionsView } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { memberOf } from '../transport/member-of.ts'
import { malformedResponse, oauthError } from '../transport/oauth-error.ts'
import { sendRequest } from '../transport/send-request.ts'

/**
 * Asserts that this client can sign in by browser at its server. Called before a browser is opened, because a person
 * would otherwise approve a sign-in that fails afterwards.
 *
 * @param connection - which server, as which client
 * @param signal - aborts the requests
 * @throws {LatchkeyError} `ISSUER_MISMATCH`: the server's issuer identifier is not its `url`
 * @throws {LatchkeyError} `INVALID_CLIENT`: the client id is not registered, or not for the authorization code grant
 * @throws {LatchkeyError} `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`
 * @throws the signal's reason once the signal is aborted
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)
 */
export async function assertBrowserClient(connection: Connection, signal?: AbortSignal): Promise<void> {
  const { origin, clientId } = connection
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await sendRequest(connection, path, { headers: { Accept: 'application/json' } }, signal)
    if (status !== 200) throw malformedResponse()
    return body
  }
  const issuer = memberOf(await get('/.well-known/oauth-authorization-server'), 'issuer')
  if (typeof issuer !== 'string') throw malformedResponse()
  if (issuer !== origin) {
    throw new LatchkeyError('ISSUER_MISMATCH', `The server at ${origin} calls itself ${issuer}: use that as url.`)
  }
  const result = memberOf(await get('/trpc/grants.options'), 'result')
  const clients = memberOf(memberOf(result, 'data'), 'clients')
  if (!Array.isArray(clients)) throw malformedResponse()
  const client = (clients as GrantOptionsView['clients']).find(({ id }) => id === clientId)
  if (client?.browser !== true) throw oauthError('invalid_client')
}
