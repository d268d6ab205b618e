import { Worker } from 'node:worker_threads'

export interface FloodOptions {
  readonly url: string
  readonly networks: readonly { readonly ip: string; readonly email: string }[]
  /** How many sign-ins each network has in flight. */
  readonly inFlight: number
  /** The password that is sent; `wrong` for one that no account has. */
  readonly password: string
}

export interface FloodOutcome {
  /** How many answers there were, by status. */
  readonly answers: Readonly<Record<string, number>>
}

export interface Flood {
  /** Ends it once what is in flight is answered. */
  readonly stop: () => Promise<FloodOutcome>
}

/** Starts a flood of sign-ins in a thread of its own, so that its work does not delay the measurements of this one. */
export function startFlood(options: FloodOptions): Flood {
  const worker = new Worker(new URL('flood-worker.ts', import.meta.url), { workerData: options })
  const outcome = new Promise<FloodOutcome>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return {
    stop: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage('stop')
      return outcome
    },
  }
}
