import type { Connection } from '../connection.ts'
import { second } from '../duration.ts'
import type { FetchInit } from './fetch.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { withTimeout } from './with-timeout.ts'

const timeout = 10 * second

/** What a server said: `body` is `null` if it was no JSON. */
export interface JsonResponse {
  readonly status: number
  readonly body: unknown
}

/**
 * Asks a server for something that is not a procedure.
 *
 * @throws LatchkeyError `UNREACHABLE`, `RATE_LIMITED`, `TEMPORARILY_UNAVAILABLE`
 */
export async function sendRequest(
  { origin, fetch }: Connection,
  path: string,
  init: FetchInit,
  signal?: AbortSignal,
): Promise<JsonResponse> {
  const send = async (giveUp: AbortSignal) => {
    const answer = await fetch(`${origin}${path}`, { ...init, signal: giveUp })
    return { status: answer.status, text: await answer.text() }
  }
  const { status, text } = await withTimeout(timeout, send, signal).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new LatchkeyError('UNREACHABLE', `${origin} did not answer.`, { cause })
  })
  if (status === 429) throw new LatchkeyError('RATE_LIMITED', 'Too many requests. Try again in a while.')
  if (status >= 500) throw new LatchkeyError('TEMPORARILY_UNAVAILABLE', `${origin} can’t do this right now.`)
  return { status, body: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
