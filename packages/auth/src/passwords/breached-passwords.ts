import { foldPassword } from '@latchkey/schema'
import type { BloomFilter } from './bloom-filter.ts'
import { passwordDigest } from './password-digest.ts'
import { loadPasswordFilter } from './password-filter-file.ts'
import type { PasswordRange } from './password-range.ts'

/** Knows the passwords that were in a breach, which guessers try first. */
export interface BreachedPasswords {
  /** Returns whether a normalised password was in a breach, as it is or in lower case. */
  includes(password: string): Promise<boolean>
}

export interface BreachedPasswordsDependencies {
  /** Files of filters. They are read when the first password is looked up, not before. */
  readonly files: readonly string[]
  /** The service that is asked about what no file has; `null` for none. */
  readonly range: PasswordRange | null
}

/** Returns the breached passwords of filters and, if there is one, of a service. */
export function createBreachedPasswords({ files, range }: BreachedPasswordsDependencies): BreachedPasswords {
  let loading: Promise<readonly BloomFilter[]> | null = null

  async function filters(): Promise<readonly BloomFilter[]> {
    loading ??= Promise.all(files.map(loadPasswordFilter))
    try {
      return await loading
    } catch (error) {
      // The next lookup tries again.
      loading = null
      throw error
    }
  }

  return {
    async includes(password) {
      const digests = [...new Set([password, foldPassword(password)])].map(passwordDigest)
      const loaded = await filters()
      if (loaded.some((filter) => digests.some((digest) => filter.has(digest)))) return true
      return range === null ? false : range.includes(password)
    },
  }
}
