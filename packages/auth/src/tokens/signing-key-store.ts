import type { SigningKey } from './signing-key.ts'

export interface SigningKeyStore {
  /** The keys that are published at `now`, those that sign last first. */
  listPublished(now: Date): Promise<readonly SigningKey[]>

  /**
   * Atomic: adds the key unless there is one that signs at `key.signsFrom` or later, so that of any number of processes
   * that find the same key missing one adds it. Says whether it did.
   */
  insertUnlessCovered(key: SigningKey): Promise<boolean>

  /**
   * Atomic: adds a key that takes over at `key.signsFrom`: those that would sign longer stop there, and are published
   * until `lastPublishedUntil`.
   */
  insertAndRetireOthers(key: SigningKey, lastPublishedUntil: Date): Promise<void>

  /** Deletes the keys that nobody needs any more; returns how many. */
  deleteUnpublished(now: Date): Promise<number>
}
