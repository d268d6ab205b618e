import { AuthError } from '../auth-error.ts'
import { networkOf } from './network-of.ts'

const retryAfterSeconds = 1

/**
 * How much of something scarce one network may hold at a time. Without it one network could fill the queue for
 * password hashing and keep everyone else out, with right passwords too.
 */
export class NetworkSlots {
  readonly #perNetwork: number
  readonly #held = new Map<string, number>()

  constructor(perNetwork: number) {
    this.#perNetwork = perNetwork
  }

  /** @throws AuthError `RATE_LIMITED` when the network holds all of its slots */
  async hold<T>(ip: string | null, work: () => Promise<T>): Promise<T> {
    const network = networkOf(ip)
    const held = this.#held.get(network) ?? 0
    if (held >= this.#perNetwork) throw new AuthError('RATE_LIMITED', retryAfterSeconds)
    this.#held.set(network, held + 1)
    try {
      return await work()
    } finally {
      this.#release(network)
    }
  }

  #release(network: string): void {
    const held = (this.#held.get(network) ?? 1) - 1
    if (held === 0) this.#held.delete(network)
    else this.#held.set(network, held)
  }
}
