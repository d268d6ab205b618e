import type { AppRouter } from '@latchkey/api'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { type Exclusively, exclusively, type Locks } from './tokens/exclusively.ts'
import type { Fetch } from './transport/fetch.ts'
import { type OwnTokenStore, ownTokenStore } from './tokens/own-token-store.ts'
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
  readonly tokenStore: OwnTokenStore
  readonly fetch: Fetch
  readonly now: () => Date
  readonly wait: Wait
  readonly exclusively: Exclusively
  /** The procedures, called by nobody. */
  readonly anonymous: TRPCClient<AppRouter>
}

export function connect({ url, clientId, tokenStore, ...options }: ConnectionOptions): Connection {
  const origin = serverOrigin(url)
  const send = options.fetch ?? globalThis.fetch
  // A token beside a cookie is refused, and no redirect may carry one elsewhere.
  const fetch: Fetch = (input, init) => send(input, { ...init, credentials: 'omit', redirect: 'error' } as RequestInit)
  return {
    origin,
    clientId,
    tokenStore: ownTokenStore(tokenStore, { origin, clientId }),
    fetch,
    now: options.now ?? (() => new Date()),
    wait: options.wait ?? wait,
    // Not there in Node before 24.5, in React Native, and on pages without https.
    exclusively: exclusively(
      tokenStore,
      options.locks ?? (globalThis.navigator as Partial<Navigator> | undefined)?.locks,
    ),
    anonymous: createTRPCClient<AppRouter>({ links: [httpLink({ url: `${origin}/trpc`, fetch })] }),
  }
}
