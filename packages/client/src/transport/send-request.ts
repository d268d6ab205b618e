import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import type { FetchInit } from './fetch.ts'
import { withTimeout } from './with-timeout.ts'

const timeout = 10 * second

/** The status and the JSON body of a response; `body` is `null` if it is no JSON. */
export interface JsonResponse {
  readonly status: number
  readonly body: unknown
}

/**
 * Sends a request to an endpoint of the server that is not a tRPC procedure, and waits ten seconds for the response.
 *
 * @param connection - which server, and by which `fetch`
 * @param path - of the endpoint, from the root: `/oauth/token`
 * @param init - method, headers and body
 * @param signal - aborts the request
 * @returns the response, whatever its status below 500 is, except 429
 * @throws {LatchkeyError} `UNREACHABLE` without a response, `RATE_LIMITED` for 429, `TEMPORARILY_UNAVAILABLE` for 5xx
 * @throws the signal's reason once the signal is aborted
 */
export async function sendRequest(
  { origin, fetch }: Pick<Connection, 'origin' | 'fetch'>,
  path: string,
  init: FetchInit,
  signal?: AbortSignal,
): Promise<JsonResponse> {
  const send = async (timeoutSignal: AbortSignal) => {
    const response = await fetch(`${origin}${path}`, { ...init, signal: timeoutSignal })
    return { status: response.status, text: await response.text() }
  }
  const { status, text } = await withTimeout(timeout, send, signal).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new LatchkeyError('UNREACHABLE', `${origin} did not answer.`, { cause })
  })
  if (status === 429) throw new LatchkeyError('RATE_LIMITED', 'Too many requests. Try again in a while.')
  if (status >= 500) throw new LatchkeyError('TEMPORARILY_UNAVAILABLE', `${origin} can’t do this right now.`)
  return { status, body: parseJson(text) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
