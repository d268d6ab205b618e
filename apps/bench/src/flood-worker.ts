import { parentPort, workerData } from 'node:worker_threads'
import { call } from './call.ts'
import type { FloodOptions, FloodOutcome } from './start-flood.ts'

/** Keeps sign-ins in flight from a number of networks until it is told to stop. An answer is followed by the next request at once. */

const { url, networks, inFlight, password } = workerData as FloodOptions
const answers: Record<string, number> = {}
const stopping = new AbortController()
let attempt = 0

const clients = networks.flatMap((network) => Array.from({ length: inFlight }, () => flood(network)))
parentPort?.once('message', () => stopping.abort())
await Promise.all(clients)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage({ answers } satisfies FloodOutcome)

async function flood({ ip, email }: FloodOptions['networks'][number]): Promise<void> {
  while (!stopping.signal.aborted) {
    attempt += 1
    // Wrong passwords are tried at another account each time, so that the limit of one account is not what refuses them.
    const input =
      password === 'wrong'
        ? { email: `unknown${attempt}@example.com`, password: 'not the password' }
        : { email, password }
    const status = await call(url, 'auth.signIn', { input, from: ip }).then(
      (answer) => String(answer.status),
      () => 'connection closed',
    )
    answers[status] = (answers[status] ?? 0) + 1
  }
}
