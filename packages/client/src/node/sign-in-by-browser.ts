import { connect, type ConnectionOptions } from '../connection.ts'
import { minute } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { assertBrowserClient } from '../sign-in/assert-browser-client.ts'
import { isResponseTo } from '../sign-in/authorization-response.ts'
import { beginBrowserSignIn, type PendingSignIn } from '../sign-in/begin-browser-sign-in.ts'
import { finishBrowserSignIn } from '../sign-in/finish-browser-sign-in.ts'
import { serverOrigin } from '../transport/server-origin.ts'
import { withTimeout } from '../transport/with-timeout.ts'
import { type Callback, listenForCallback } from './callback-listener.ts'

/** What `signInByBrowser` needs to know. */
export interface BrowserSignInOptions extends ConnectionOptions {
  /** Opens the person's browser at the address, or tells the person to. */
  readonly open: (url: string) => void | Promise<void>
  /** Stops the sign-in, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** How long the person has, in milliseconds; ten minutes if left out. */
  readonly timeout?: number | undefined
}

/**
 * Signs in through the system's browser, which comes back to a port of this machine that listens for this sign-in only,
 * and stores the tokens. The browser then shows a page of the server with the result. The session that was in the store
 * is ended.
 *
 * @param options - which server, as which client, where the tokens are stored, and how the browser is opened
 * @throws {LatchkeyError} before the browser is opened: `INVALID_URL`, `OTHER_SIGN_IN`, `UNREACHABLE`, `RATE_LIMITED`,
 * `TEMPORARILY_UNAVAILABLE`, `MALFORMED_ANSWER`, `INVALID_CLIENT`, or `ISSUER_MISMATCH` when `url` is not what the
 * server calls itself
 * @throws {LatchkeyError} after that: `EXPIRED_TOKEN` when the time is over, `ACCESS_DENIED`, and what else
 * `finishBrowserSignIn` throws
 * @throws the signal's reason once the signal is aborted, what `open` throws, and what the store throws
 * @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)
 * @example
 * ```ts
 * import { fileTokenStore, signInByBrowser } from '@latchkey/client/node'
 *
 * await signInByBrowser({
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 *   open: (url) => console.log(`Open ${url}`),
 *   timeout: 5 * 60_000,
 * })
 * ```
 */
export async function signInByBrowser({
  open,
  signal,
  timeout = 10 * minute,
  ...options
}: BrowserSignInOptions): Promise<void> {
  const connection = connect(options)
  // A store that can't take the tokens must fail before a person is asked to approve.
  await connection.tokenStore.leftover()
  await assertBrowserClient(connection, signal)
  const { promise: firstResponse, resolve: onResponse } = Promise.withResolvers<URL>()
  const callbacks: Callback[] = []
  let pending: PendingSignIn | null = null
  const listener = await listenForCallback((callback) => {
    // Any page can send a browser here: without the state of this sign-in it changes nothing.
    if (pending === null || !isResponseTo(callback.url, pending)) return void callback.refuse()
    // A browser may load an address twice, and a code can be redeemed once: the first is redeemed, each is redirected.
    callbacks.push(callback)
    onResponse(callback.url)
  })
  const showResult = async (failure: unknown): Promise<void> => {
    const page = resultPage(options, failure)
    await Promise.all(callbacks.map((callback) => callback.redirect(page)))
  }
  try {
    pending = await beginBrowserSignIn({ ...options, redirectUri: listener.redirectUri })
    await open(pending.url)
    const callbackUrl = await inTime(firstResponse, timeout, signal)
    try {
      await finishBrowserSignIn(options, callbackUrl, pending)
    } catch (error) {
      await showResult(error)
      throw error
    }
    await showResult(null)
  } finally {
    await listener.close()
  }
}

async function inTime(response: Promise<URL>, timeout: number, signal: AbortSignal | undefined): Promise<URL> {
  const race = (timeoutSignal: AbortSignal): Promise<URL> => Promise.race([response, aborted(timeoutSignal)])
  return withTimeout(timeout, race, signal).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new LatchkeyError('EXPIRED_TOKEN', 'Nobody answered in the browser in time.', { cause })
  })
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** The server's page with the result of a sign-in: redirecting to it takes the code out of the address bar. */
function resultPage({ url, clientId }: ConnectionOptions, error: unknown): URL {
  const page = new URL('/oauth/done', serverOrigin(url))
  page.searchParams.set('client', clientId)
  const reason = error instanceof LatchkeyError ? error.reason : 'SERVER_ERROR'
  if (error !== null) page.searchParams.set('error', reason.toLowerCase())
  return page
}
