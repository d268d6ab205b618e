import { assertBrowserClient } from '../sign-in/assert-browser-client.ts'
import { beginBrowserSignIn, finishBrowserSignIn, isAnswerTo, type PendingSignIn } from '../sign-in/browser-sign-in.ts'
import { connect, type ConnectionOptions } from '../connection.ts'
import { minute } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import { serverOrigin } from '../transport/server-origin.ts'
import { withTimeout } from '../transport/with-timeout.ts'
import { type Callback, listenForCallback } from './callback-listener.ts'

export interface BrowserSignInOptions extends ConnectionOptions {
  /** Opens the person's browser, or tells the person to. */
  readonly open: (url: string) => void | Promise<void>
  /** To stop waiting: rejects with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds that the person has; ten minutes if left out. */
  readonly timeout?: number | undefined
}

/**
 * Signs in through the person's own browser, which comes back to a port of this machine that listens for this alone. The
 * browser then shows a page of the server: that it worked, or not.
 *
 * @throws LatchkeyError before anything is opened `UNREACHABLE`, `INVALID_CLIENT`, or `ISSUER_MISMATCH` when `url` is not
 * what the server calls itself; after that `ACCESS_DENIED`, `EXPIRED_TOKEN` when nobody answered, `INVALID_GRANT`
 * @see [RFC 8252](https://www.rfc-editor.org/rfc/rfc8252.html)
 */
export async function signInByBrowser({
  open,
  signal,
  timeout = 10 * minute,
  ...options
}: BrowserSignInOptions): Promise<void> {
  // What keeps the tokens from being stored is better known before anyone is asked.
  const connection = connect(options)
  await connection.tokenStore.leftover()
  await assertBrowserClient(connection, signal)
  const { promise: answered, resolve: take } = Promise.withResolvers<URL>()
  const browsers: Callback[] = []
  let pending: PendingSignIn | null = null
  const listener = await listenForCallback((callback) => {
    // Any page can send a browser here: what does not know the state changes nothing.
    if (pending === null || !isAnswerTo(callback.url, pending)) return void callback.ignore()
    // A browser may load an address twice, and a code is good once: the first counts, all of them hear how it went.
    browsers.push(callback)
    take(callback.url)
  })
  const sendOn = async (failure: unknown): Promise<void> => {
    const page = donePage(options, failure)
    await Promise.all(browsers.map((browser) => browser.sendOn(page)))
  }
  try {
    pending = await beginBrowserSignIn({ ...options, redirectUri: listener.redirectUri })
    await open(pending.url)
    const callbackUrl = await inTime(answered, timeout, signal)
    try {
      await finishBrowserSignIn(options, callbackUrl, pending)
    } catch (error) {
      await sendOn(error)
      throw error
    }
    await sendOn(null)
  } finally {
    await listener.close()
  }
}

async function inTime(answered: Promise<URL>, timeout: number, signal: AbortSignal | undefined): Promise<URL> {
  const race = (giveUp: AbortSignal): Promise<URL> => Promise.race([answered, aborted(giveUp)])
  return withTimeout(timeout, race, signal).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new LatchkeyError('EXPIRED_TOKEN', 'Nobody answered in the browser in time.', { cause })
  })
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (): void => reject(signal.reason)
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}

/** Of the server, which says in the person's words how it went; the code is out of the address bar then. */
function donePage({ url, clientId }: ConnectionOptions, error: unknown): URL {
  const page = new URL('/oauth/done', serverOrigin(url))
  page.searchParams.set('client', clientId)
  const reason = error instanceof LatchkeyError ? error.reason : 'SERVER_ERROR'
  if (error !== null) page.searchParams.set('error', reason.toLowerCase())
  return page
}
