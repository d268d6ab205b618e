import type { SigningKey } from './signing-key.ts'

export interface SigningKeyStore {
  /** Returns the keys that are published at `now`, by when they sign, the latest first. */
  listPublished(now: Date): Promise<readonly SigningKey[]>

  /**
   * Atomic: adds the key unless there is one that signs at `key.signsFrom` or later, so that of any number of processes
   * that find the same key missing one adds it. Returns whether it did.
   */
  insertUnlessCovered(key: SigningKey): Promise<boolean>

  /**
   * Atomic: adds a key that takes over at `key.signsFrom`: those that would sign longer stop there, and are published
   * until `lastPublishedUntil`.
   */
  insertAndRetireOthers(key: SigningKey, lastPublishedUntil: Date): Promise<void>

  /**
   * Atomic: adds a key and deletes every other one, so that no token that another one signed is valid any more. Returns how
   * many it deleted.
   */
  insertAndWithdrawOthers(key: SigningKey): Promise<number>

  /** Deletes the keys that are no longer published; returns how many. */
  deleteUnpublished(now: Date): Promise<number>
}
