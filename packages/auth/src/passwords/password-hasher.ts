/** For whom a password is hashed: work from different sources waits in different groups. */
export interface HashingSource {
  readonly ip: string | null
  /** The canonical email that the password is of. */
  readonly account: string
  /** Whether the browser proved that it signed in to this account before: its work has a lane of its own. */
  readonly recognised: boolean
}

/** A password to verify. */
export interface PasswordVerification {
  readonly password: string
  /** The stored hash; `null` when there is no user or no password. */
  readonly hash: string | null
  /** The parameters of all stored hashes, as `PasswordStore.parametersInUse` returns them. */
  readonly parametersInUse: readonly string[]
}

/** Hashes passwords and verifies them. Takes normalised passwords. */
export interface PasswordHasher {
  /** @throws AuthError `RATE_LIMITED` when too many are waiting already */
  hash(password: string, source: HashingSource): Promise<string>

  /**
   * Returns whether a password matches a hash. A password that does not match costs one hash with each set of parameters in
   * use and with today's, whichever of them its own hash has, and also with `null` for the hash: the time does not tell
   * whether there is a user, a password, or an old hash.
   *
   * @throws AuthError `RATE_LIMITED` when too many are waiting already
   */
  verify(verification: PasswordVerification, source: HashingSource): Promise<boolean>

  /** Whether a hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean
}
