import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { createContainer } from '../../src/container.ts'
import { createLogger } from '../../src/log/logger.ts'
import { migrationsFolder, root } from '../../src/paths.ts'
import { listen } from '../../src/http/serve.ts'
import { testSecret } from './test-secret.ts'

/**
 * A program: the app in a process of its own over a database, without jobs. Its parent process sets its clock and orders
 * the writes that a job would make.
 */

export type Order = { readonly type: 'clock'; readonly now: number } | { readonly type: 'flush' | 'nothing' }

/** The message that the server process sends when it listens, and after each order. */
export interface Report {
  readonly url: string
  /** The error of the order, `null` when it was carried out. */
  readonly error: string | null
  readonly eventsNotStored: number
}

const [databaseUrl = ''] = process.argv.slice(2)
let now = new Date(0)
let eventsNotStored = 0

const config = readConfig(
  {
    DATABASE_URL: databaseUrl,
    ...(databaseUrl.startsWith('file:') ? {} : { APP_SECRETS: testSecret() }),
    PORT: '0',
    PASSWORD_HASH_MEMORY_KIB: '8',
    PASSWORD_HASH_PASSES: '1',
    ATTEMPTS_PER_ACCOUNT: '1000000',
    ATTEMPTS_PER_NETWORK: '1000000',
  },
  root,
)
const log = createLogger('error', {
  write: (line) => {
    if (line.includes('events are not in the timeline')) eventsNotStored += 1
  },
})
const { auth, ping } = await createContainer(config, log, migrationsFolder, { now: () => now })
const server = await listen(createApp({ auth, config, log, ping, webFolder: root }), config)
const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

let turn = Promise.resolve()
process.on('message', (order: Order) => {
  turn = turn
    .then(() => carryOut(order))
    .then(
      () => report(null),
      (error: unknown) => report(String(error)),
    )
})
report(null)

async function carryOut(order: Order): Promise<void> {
  if (order.type === 'clock') now = new Date(order.now)
  if (order.type === 'flush') await auth.sessions.flushActivity()
}

function report(error: string | null): void {
  if (process.connected) process.send?.({ url, error, eventsNotStored } satisfies Report)
}
