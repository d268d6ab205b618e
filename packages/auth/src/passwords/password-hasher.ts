/** Hashes passwords and verifies them. Takes normalised passwords. */
export interface PasswordHasher {
  /** @throws AuthError `RATE_LIMITED` when too many are waiting already */
  hash(password: string): Promise<string>

  /**
   * Returns whether a password matches a hash. With `null` for the hash it does the same work against the hash of no user
   * and returns `false`: an unknown user costs what a wrong password costs.
   *
   * @throws AuthError `RATE_LIMITED` when too many are waiting already
   */
  verify(hash: string | null, password: string): Promise<boolean>

  /** Whether a hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean
}
