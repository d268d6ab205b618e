import { AuthError } from '../../core/auth-error.ts'

const maxBytes = 1024 * 1024

export interface ProviderRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ProviderResponse {
  readonly status: number
  /** What the body says as JSON; `undefined` when it is none. */
  readonly json: unknown
}

/**
 * Makes one call to a provider; returns its status and JSON. It follows no redirect, which would carry the client secret
 * along, reads at most a megabyte, ends with the signal, and is never repeated.
 *
 * @throws AuthError `PROVIDER_TIMEOUT` when the signal came first, `PROVIDER_UNAVAILABLE` when there was no connection,
 *   `PROVIDER_ANSWER_INVALID` for a redirect or too much
 */
export async function providerFetch(
  url: string,
  request: ProviderRequest,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  try {
    const response = await beforeAbort(
      fetch(url, {
        method: request.method ?? 'GET',
        headers: { Accept: 'application/json', 'User-Agent': 'Latchkey', ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      }),
      signal,
    )
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new AuthError('PROVIDER_ANSWER_INVALID')
    }
    return { status: response.status, json: parseJson(await readBounded(response, signal)) }
  } catch (error) {
    if (error instanceof AuthError) throw error
    throw new AuthError(signal.aborted ? 'PROVIDER_TIMEOUT' : 'PROVIDER_UNAVAILABLE', null, { cause: error })
  }
}

/** Races the signal against each read, so that a body that never ends does not outlive it. */
async function readBounded(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- a stream is read in order
      const { done, value } = await beforeAbort(reader.read(), signal)
      if (done) return Buffer.concat(chunks).toString('utf8')
      size += value.length
      if (size > maxBytes) throw new AuthError('PROVIDER_ANSWER_INVALID')
      chunks.push(value)
    }
  } finally {
    // Not awaited: a peer that keeps its end open must not delay the call.
    reader.cancel().catch(() => undefined)
  }
}

/** Settles as the promise, or rejects with the signal's reason when that comes first. */
export async function beforeAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
