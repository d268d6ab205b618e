/** Where a session is started from. */
export interface SessionOrigin {
  readonly deviceFamily: string
  /** `null` when the address is not known. */
  readonly network: string | null
}

/** What the sessions of a user on record, live and ended, have in common with an origin. */
export interface KnownOrigins {
  /** There is a session at all. */
  readonly hasSession: boolean
  /** There is one with the origin's device family. */
  readonly hasDeviceFamily: boolean
  /** There is one whose network is known. */
  readonly hasNetwork: boolean
  /** There is one with the origin's network. */
  readonly hasSameNetwork: boolean
}

/**
 * Returns what is new in a session that starts from an origin. Nothing is new where there is nothing to compare with: the
 * first session of a user has neither a new device nor a new network.
 */
export function whatIsNew(
  { network }: SessionOrigin,
  known: KnownOrigins,
): { readonly newDevice: boolean; readonly newNetwork: boolean } {
  return {
    newDevice: known.hasSession && !known.hasDeviceFamily,
    newNetwork: network !== null && known.hasNetwork && !known.hasSameNetwork,
  }
}
