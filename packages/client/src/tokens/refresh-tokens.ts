import { TRPCClientError } from '@trpc/client'
import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { reasonOf } from '../reason-of.ts'
import { memberOf } from '../transport/member-of.ts'
import { withTimeout } from '../transport/with-timeout.ts'
import type { IssuedTokens } from './issued-tokens.ts'

/** Of one attempt. */
const timeout = 4 * second

/** Before the second attempt, and before the third. */
const pauses = [second / 4, second] as const

/**
 * No attempt starts later than this after the first one. The server answers a used refresh token with the same
 * successor for ten seconds, and takes a later use for theft: the rest of the ten seconds is for the request to get
 * there.
 */
const lastStart = 5 * second

/**
 * Exchanges a refresh token for new tokens, in up to three attempts. The response to a lost request may have been lost
 * on its way back, so each attempt sends the same refresh token: that is safe for ten seconds, and the only way to the
 * tokens that were issued.
 *
 * @param connection - which server, as which client
 * @param refreshToken - the current one
 * @param resource - the service that the access token is for; the server itself if left out
 * @returns the new tokens
 * @throws {TRPCClientError} of the last attempt: without a reason no response came; `INVALID_REFRESH_TOKEN`,
 * `REFRESH_TOKEN_REUSED` and `SESSION_ENDED` end the sign-in
 * @see [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6),
 * [RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14.2)
 */
export async function refreshTokens(
  connection: Connection,
  refreshToken: string,
  resource?: string,
): Promise<IssuedTokens> {
  const { anonymous, clientId, now, wait } = connection
  const input = resource === undefined ? { refreshToken, clientId } : { refreshToken, clientId, resource }
  const startedAt = now().getTime()
  const attempt = (): Promise<IssuedTokens> =>
    withTimeout(timeout, (signal) => anonymous.tokens.refresh.mutate(input, { signal }))

  for (const pause of pauses) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one attempt after the other
      return await attempt()
    } catch (error) {
      if (!isRetryable(error) || now().getTime() - startedAt + pause > lastStart) throw error
    }
    // oxlint-disable-next-line eslint/no-await-in-loop
    await wait(pause)
  }
  return attempt()
}

/** Whether no response came, or one that says that the server can't do it just now. */
function isRetryable(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false
  const status = memberOf(error.data, 'httpStatus')
  return reasonOf(error) === null || (typeof status === 'number' && status >= 500)
}
