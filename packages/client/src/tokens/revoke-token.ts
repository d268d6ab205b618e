import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { withTimeout } from '../transport/with-timeout.ts'

const timeout = 5 * second

/**
 * Ends the session of a token, and waits five seconds for the response.
 *
 * @param connection - which server
 * @param token - an access token or a refresh token
 * @returns whether the server has confirmed it
 * @see [RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2)
 */
export async function revokeToken({ anonymous }: Connection, token: string): Promise<boolean> {
  return withTimeout(timeout, (signal) => anonymous.tokens.revoke.mutate({ token }, { signal })).then(
    () => true,
    () => false,
  )
}
