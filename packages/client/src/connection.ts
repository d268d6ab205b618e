import type { AppRouter } from '@latchkey/api'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { type Locks, withLock } from './tokens/with-lock.ts'
import type { Fetch } from './transport/fetch.ts'
import { type ScopedTokenStore, scopedTokenStore } from './tokens/scoped-token-store.ts'
import { serverOrigin } from './transport/server-origin.ts'
import type { TokenStore } from './tokens/token-store.ts'
import { type Wait, wait } from './transport/wait.ts'

/** Which server, as which client, and where its tokens are. */
export interface ConnectionOptions {
  /** Of the server: `https://id.example.com`. Over http it may only be on this machine. */
  readonly url: string | URL
  /** As the server's operator has registered this program. */
  readonly clientId: string
  readonly tokenStore: TokenStore
  /** The platform's own if left out. */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => Date) | undefined
  readonly wait?: Wait | undefined
  /** `navigator.locks` where there are such. */
  readonly locks?: Locks | undefined
}

/** The options, with everything that was left out. */
export interface Connection {
  readonly origin: string
  readonly clientId: string
  readonly tokenStore: ScopedTokenStore
  readonly fetch: Fetch
  readonly now: () => Date
  readonly wait: Wait
  /** Runs some work while no other user of the token store runs any; not to be nested. */
  readonly withLock: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** The procedures, called by nobody. */
  readonly anonymous: TRPCClient<AppRouter>
}

export function connect({ url, clientId, tokenStore, ...options }: ConnectionOptions): Connection {
  const origin = serverOrigin(url)
  const send = options.fetch ?? globalThis.fetch
  // Web Locks are missing in Node before 24.5, in React Native, and on pages without https.
  const locks = options.locks ?? (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  // A token beside a cookie is refused, and no redirect may carry one elsewhere.
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
