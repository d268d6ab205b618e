import * as library from '@node-rs/argon2'
import { networkOf } from '../core/network.ts'
import { providerNetwork, surroundingNetwork } from '../core/surrounding-network.ts'
import { FairQueue, type FairQueueBounds } from './fair-queue.ts'
import type { HashingSource, PasswordHasher, PasswordVerification } from './password-hasher.ts'

export interface Argon2Parameters {
  /** KiB of memory for one hash. */
  readonly memoryCost: number
  /** Passes over that memory. */
  readonly timeCost: number
}

/**
 * @see [OWASP Password Storage](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id)
 */
export const defaultArgon2Parameters: Argon2Parameters = { memoryCost: 19_456, timeCost: 2 }

/**
 * Two at a time leaves two of libuv's four threads to files and name look-ups, and bounds the memory. Two hundred that wait
 * are computed in some five seconds; a newcomer waits for one of each provider's network.
 */
export const defaultHashingBounds: FairQueueBounds = { concurrency: 2, maxWaiting: 200 }

const parallelism = 1

/** The start of a hash in PHC string form, up to its salt. */
const parameterSet = /^\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$/

/** A salt and a hash of zeros: no password has it, and to find that out costs what a real hash costs. */
const noPassword = `${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * Returns a hasher for argon2id version 1.3 in PHC strings; the library salts each hash with 16 random bytes. `argon2`
 * computes; tests count its computations.
 */
export function createArgon2Hasher(
  { memoryCost, timeCost }: Argon2Parameters = defaultArgon2Parameters,
  bounds: FairQueueBounds = defaultHashingBounds,
  argon2: Pick<typeof library, 'hash' | 'verify'> = library,
): PasswordHasher {
  const queue = new FairQueue(bounds)
  const options = { memoryCost, timeCost, parallelism }
  const current = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`

  /**
   * Today's parameters come first, so that the right password of most users costs one hash. The order is the same for all,
   * because the memory of one hash makes the next one faster or slower. It is one turn of the queue.
   */
  async function matches({ hash, password, parametersInUse }: PasswordVerification): Promise<boolean> {
    const own = hash === null ? null : (parameterSet.exec(hash)?.[0] ?? hash)
    const sets = new Set([current, ...parametersInUse.filter((parameters) => parameterSet.test(parameters))])
    if (own !== null) sets.add(own)
    for (const parameters of sets) {
      const stored = parameters === own ? hash : null
      // oxlint-disable-next-line eslint/no-await-in-loop -- one at a time: the queue counts it as one
      const isEqual = await argon2.verify(stored ?? `${parameters}${noPassword}`, password)
      if (isEqual && stored !== null) return true
    }
    return false
  }

  return {
    hash: (password, source) => queue.run({ path: pathOf(source), work: () => argon2.hash(password, options) }),
    verify: (verification, source) => queue.run({ path: pathOf(source), work: () => matches(verification) }),
    needsRehash: (hash) => !hash.startsWith(current),
  }
}

/**
 * The two lanes take turns; in each the networks of providers, then the blocks of a provider, the networks of a block and the
 * accounts of a network.
 */
function pathOf({ recognised, ip, account }: HashingSource): readonly string[] {
  return [
    recognised ? 'recognised' : 'other',
    providerNetwork(ip) ?? 'unknown',
    surroundingNetwork(ip) ?? 'unknown',
    networkOf(ip),
    account,
  ]
}
