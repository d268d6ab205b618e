/** What the SMTP server does wrong on purpose, for one recipient of a message. */
export const faultKinds = [
  /** Answers the recipient with 550: it will never be delivered to. */
  'refuse',
  /** Answers the recipient with 451: a later attempt may succeed. */
  'defer',
  /** Does not answer the recipient until it is told to. */
  'slow',
  /** Closes the connection when the message would begin. */
  'cut-before-data',
  /** Stores the whole message, and closes the connection in the place of an answer. */
  'cut-after-data',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Returns the fault with this name, or null. */
export function findFault(name: unknown): FaultKind | null {
  return faultKinds.find((kind) => kind === name) ?? null
}

/** Returns the fault that an address asks for by its tag, as `ada+refuse@example.com` does, or null. */
export function faultIn(address: string): FaultKind | null {
  return findFault(/^[^@]*\+([^@+]+)@/.exec(address)?.[1]?.toLowerCase())
}
