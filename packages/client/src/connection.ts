import type { AppRouter } from '@latchkey/api'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { type ScopedTokenStore, scopedTokenStore } from './tokens/scoped-token-store.ts'
import type { TokenStore } from './tokens/token-store.ts'
import { type Locks, withLock } from './tokens/with-lock.ts'
import type { Fetch } from './transport/fetch.ts'
import { serverOrigin } from './transport/server-origin.ts'
import { type Wait, wait } from './transport/wait.ts'

/**
 * Which server is called, as which client, and where the tokens are stored. Pass the same ones to the sign-in, to
 * `createClient` and to `signOut`.
 *
 * @example
 * ```ts
 * import { type ConnectionOptions, createClient, signOut } from '@latchkey/client'
 * import { fileTokenStore } from '@latchkey/client/node'
 *
 * const latchkey: ConnectionOptions = {
 *   url: 'https://id.example.com',
 *   clientId: 'latchkey-cli',
 *   tokenStore: fileTokenStore('/home/ada/.config/mine/tokens.json'),
 * }
 * console.log(await createClient(latchkey).auth.me.query())
 * await signOut(latchkey)
 * ```
 */
export interface ConnectionOptions {
  /** Of the server, as it calls itself: `https://id.example.com`. Plain http is allowed to this machine only. */
  readonly url: string | URL
  /** The id under which the server's operator has registered this program. */
  readonly clientId: string
  /** Where the tokens are stored. One store is for one server and one client id. */
  readonly tokenStore: TokenStore
  /** Sends the requests; `globalThis.fetch` if left out. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The clock that token lifetimes are measured with; the system's if left out. */
  readonly now?: (() => Date) | undefined
  /** Waits between two requests; with the platform's timer if left out. */
  readonly wait?: Wait | undefined
  /** Makes tabs and workers that share a store take turns; `navigator.locks` if left out and available. */
  readonly locks?: Locks | undefined
}

/** The options of a connection, checked, with the defaults of those that were left out. */
export interface Connection {
  /** Of the server, which is also its issuer identifier: `https://id.example.com`. */
  readonly origin: string
  readonly clientId: string
  readonly tokenStore: ScopedTokenStore
  /** Sends no cookie and follows no redirect. */
  readonly fetch: Fetch
  readonly now: () => Date
  readonly wait: Wait
  /** Runs some work while no other user of the token store runs any; not to be nested. */
  readonly withLock: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** The procedures of the server, called without an access token. */
  readonly anonymous: TRPCClient<AppRouter>
}

/**
 * Checks the options of a connection and fills in the defaults. Sends nothing.
 *
 * @param options - as the consumer passed them
 * @returns the connection
 * @throws {LatchkeyError} `INVALID_URL`
 */
export function connect({ url, clientId, tokenStore, ...options }: ConnectionOptions): Connection {
  const origin = serverOrigin(url)
  const send = options.fetch ?? globalThis.fetch
  // Web Locks are missing in Node before 24.5, in React Native, and on pages without https.
  const locks = options.locks ?? (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  // The server refuses a token beside a cookie, and a redirect must not carry a token to another server.
  const fetch: Fetch = (input, init) => send(input, { ...init, credentials: 'omit', redirect: 'error' } as RequestInit)
  return {
    origin,
    clientId,
    tokenStore: scopedTokenStore(tokenStore, { origin, clientId }),
    fetch,
    now: options.now ?? (() => new Date()),
    wait: options.wait ?? wait,
    withLock: (work) => withLock(tokenStore, locks, work),
    anonymous: createTRPCClient<AppRouter>({ links: [httpLink({ url: `${origin}/trpc`, fetch })] }),
  }
}
