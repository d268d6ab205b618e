import type { GrantOptionsView } from '@latchkey/schema'
import { sendRequest } from '../transport/send-request.ts'
import type { Connection } from '../connection.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { malformed, oauthError } from '../transport/oauth-request.ts'
import { memberOf } from '../reason-of.ts'

/**
 * Asks a server whether this program can sign in there by browser, before a person is sent to a page that can only say
 * no, or to one whose answer is not believed.
 *
 * @throws LatchkeyError `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`; `ISSUER_MISMATCH`
 * when the server has another name than its address here; `INVALID_CLIENT`
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)
 */
export async function assertBrowserClient(connection: Connection, signal?: AbortSignal): Promise<void> {
  const { origin, clientId } = connection
  const ask = async (path: string): Promise<unknown> => {
    const { status, body } = await sendRequest(connection, path, { headers: { Accept: 'application/json' } }, signal)
    if (status !== 200) throw malformed()
    return body
  }
  const issuer = memberOf(await ask('/.well-known/oauth-authorization-server'), 'issuer')
  if (typeof issuer !== 'string') throw malformed()
  if (issuer !== origin) {
    throw new LatchkeyError('ISSUER_MISMATCH', `The server at ${origin} calls itself ${issuer}: use that as url.`)
  }
  const result = memberOf(await ask('/trpc/grants.options'), 'result')
  const clients = memberOf(memberOf(result, 'data'), 'clients')
  if (!Array.isArray(clients)) throw malformed()
  const client = (clients as GrantOptionsView['clients']).find(({ id }) => id === clientId)
  if (client?.browser !== true) throw oauthError('invalid_client')
}
