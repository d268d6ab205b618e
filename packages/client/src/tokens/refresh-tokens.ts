import { TRPCClientError } from '@trpc/client'
import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import type { IssuedTokens } from './issued-tokens.ts'
import { memberOf, reasonOf } from '../reason-of.ts'
import { withTimeout } from '../transport/with-timeout.ts'

/** How long an answer is waited for. */
const timeout = 4 * second

/** Before the second time, and the third. */
const pauses = [second / 4, second] as const

/**
 * No asking again later than this after the first time. The server gives the successor of a used refresh token again for
 * ten seconds, and takes whoever asks later for a thief: there has to be time left to get there.
 */
const lastStart = 5 * second

/**
 * Exchanges a refresh token. Where no answer comes it may have been exchanged all the same, so the same one is sent again:
 * that is safe for some seconds, and the only way to the answer that was lost.
 *
 * @throws TRPCClientError that of the last time
 */
export async function refreshTokens(connection: Connection, refreshToken: string): Promise<IssuedTokens> {
  const { anonymous, clientId, now, wait } = connection
  const began = now().getTime()
  const ask = (): Promise<IssuedTokens> =>
    withTimeout(timeout, (signal) => anonymous.tokens.refresh.mutate({ refreshToken, clientId }, { signal }))

  for (const pause of pauses) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
      return await ask()
    } catch (error) {
      if (!isLost(error) || now().getTime() - began + pause > lastStart) throw error
    }
    // oxlint-disable-next-line eslint/no-await-in-loop
    await wait(pause)
  }
  return ask()
}

/** No answer, or one that says that the server can't do it just now. */
function isLost(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false
  const status = memberOf(error.data, 'httpStatus')
  return reasonOf(error) === null || (typeof status === 'number' && status >= 500)
}
