import { isAnswer, isGatewayError } from '../connection/answered.ts'
import { pageConnection } from '../connection/page-connection.ts'
import { takeFirstAnswer } from '../first-paint/take-first-answer.ts'
import { noteServerTime } from '../time/server-clock.ts'
import { isUserIdle } from './user-activity.ts'

export const trpcUrl = '/trpc'

/** The server's limit of calls in one request. */
const maxBatchSize = 10

/** How mutations are sent: each by itself, because the server refuses a batch of them. */
export const mutationOptions = { url: trpcUrl, headers, fetch: notedFetch }

/** How queries are sent. */
export const queryOptions = { ...mutationOptions, maxItems: maxBatchSize }

/** Marks requests of an idle page, so that the server does not count them as use of the session. */
function headers(): Record<string, string> {
  return isUserIdle() ? { 'X-Latchkey-Unattended': '1' } : {}
}

/**
 * Notes the server's time from each response, from which relative times on screen are computed, and whether the server
 * answered at all.
 */
async function notedFetch(input: RequestInfo | URL, init?: object): Promise<Response> {
  const call = pageConnection.startCall()
  const response = await (takeFirstAnswer(input, window) ?? fetch(input, init)).catch((error: unknown) => {
    if (error instanceof TypeError) call.failed()
    throw error
  })
  noteServerTime(response.headers.get('date'))
  if (isAnswer(response)) call.answered()
  if (isGatewayError(response)) call.failed()
  return response
}
