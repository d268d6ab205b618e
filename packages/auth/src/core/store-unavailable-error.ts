/**
 * A fault of a store that may pass by itself: it is locked, full, read-only, or fails to write. Adapters throw it, with
 * the driver's error as its cause. Nothing was stored.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'

  constructor(cause: unknown) {
    super('The store is not available.', { cause })
  }
}
