import { type ConnectionOptions, createClient, memoryTokenStore, signInByPassword } from '@latchkey/client'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import { ada, startTestServer, type TestServer, type Visitor } from './test-server.ts'

/** A clock that stands until a test moves it. */
export class Clock {
  #time = Date.parse('2100-01-01T00:00:00Z')

  readonly now = (): Date => new Date(this.#time)

  forward(milliseconds: number): void {
    this.#time += milliseconds
  }
}

export const second = 1000
export const minute = 60 * second
export const clientId = 'script'

export interface Signed {
  readonly server: TestServer
  readonly serverClock: Clock
  readonly proxy: CuttingProxy
  /** Ada's browser. */
  readonly browser: Visitor
  /** The options of her program, which reaches the server over the proxy: a clock of its own, and no pauses. */
  readonly options: ConnectionOptions
  readonly clientClock: Clock
  readonly client: ReturnType<typeof createClient>
}

/** Ada with a browser, and a program of hers that is signed in by password. */
export async function withSignedInClient(changes: Partial<ConnectionOptions> = {}): Promise<Signed> {
  const serverClock = new Clock()
  const clientClock = new Clock()
  const server = await startTestServer({ now: serverClock.now })
  const proxy = await startCuttingProxy(server.url)
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const options: ConnectionOptions = {
    url: proxy.url,
    clientId,
    tokenStore: memoryTokenStore(),
    now: clientClock.now,
    wait: async () => undefined,
    ...changes,
  }
  await signInByPassword({ ...options, email: ada.email, password: ada.password })
  return { server, serverClock, proxy, browser, options, clientClock, client: createClient(options) }
}

/** The reasons of Ada's ended sessions. */
export async function endReasons(browser: Visitor): Promise<readonly string[]> {
  const { sessions } = (await browser.query('sessions.history')).body.result.data
  return sessions.map(({ endReason }: { endReason: string }) => endReason)
}
