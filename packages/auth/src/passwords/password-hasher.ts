/** Turns passwords into something that can be stored, and checks them against it. Takes normalised passwords. */
export interface PasswordHasher {
  /** @throws AuthError `RATE_LIMITED` when too many are waiting already */
  hash(password: string): Promise<string>

  /**
   * With `null` for the hash it does the same work against a hash of nothing and answers `false`: an unknown user
   * costs what a wrong password costs.
   *
   * @throws AuthError `RATE_LIMITED` when too many are waiting already
   */
  verify(hash: string | null, password: string): Promise<boolean>

  /** Whether a hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean
}
