import { hash, verify } from '@node-rs/argon2'
import PQueue from 'p-queue'
import { AuthError } from '../core/auth-error.ts'
import type { PasswordHasher } from './password-hasher.ts'

export interface Argon2Parameters {
  /** KiB of memory for one hash. */
  readonly memoryCost: number
  /** Passes over that memory. */
  readonly timeCost: number
}

export interface HashingBounds {
  /** How many hashes are computed at the same time; each takes a thread and its memory. */
  readonly concurrency: number
  /** How many hashes may wait; one more is refused. */
  readonly maxWaiting: number
}

/**
 * @see [OWASP Password Storage](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id)
 */
export const defaultArgon2Parameters: Argon2Parameters = { memoryCost: 19_456, timeCost: 2 }

/**
 * Two at a time leaves two of libuv's four threads to files and name look-ups, and bounds the memory; a queue of a
 * hundred is emptied in about a second.
 */
export const defaultHashingBounds: HashingBounds = { concurrency: 2, maxWaiting: 100 }

const parallelism = 1
const retryAfterSeconds = 2

/** Returns a hasher for argon2id version 1.3 in PHC strings; the library salts each hash with 16 random bytes. */
export function createArgon2Hasher(
  { memoryCost, timeCost }: Argon2Parameters = defaultArgon2Parameters,
  { concurrency, maxWaiting }: HashingBounds = defaultHashingBounds,
): PasswordHasher {
  const queue = new PQueue({ concurrency })
  const options = { memoryCost, timeCost, parallelism }
  const currentPrefix = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`
  const unknownUserHash = hash('the password of no user', options)

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (queue.size >= maxWaiting) throw new AuthError('RATE_LIMITED', retryAfterSeconds)
    return queue.add(work)
  }

  return {
    hash: (password) => bounded(() => hash(password, options)),
    async verify(stored, password) {
      if (stored !== null) return bounded(() => verify(stored, password))
      const standIn = await unknownUserHash
      await bounded(() => verify(standIn, password))
      return false
    },
    needsRehash: (stored) => !stored.startsWith(currentPrefix),
  }
}
