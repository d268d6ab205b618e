import { AuthError } from '../core/auth-error.ts'
import { networkOf } from '../core/network.ts'

const retryAfterSeconds = 1

/**
 * Bounds how much of a scarce resource one network may hold at a time. Without it one network could fill the queue for
 * password hashing and keep all other users out, with right passwords too.
 */
export class NetworkSlots {
  readonly #perNetwork: number
  readonly #held = new Map<string, number>()

  constructor(perNetwork: number) {
    this.#perNetwork = perNetwork
  }

  /**
   * Runs `work` in a slot of the address's network; returns what it returns.
   *
   * @throws AuthError `RATE_LIMITED` when the network holds all of its slots
   */
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
