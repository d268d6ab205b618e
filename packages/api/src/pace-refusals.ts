const waiting: (() => void)[] = []

/**
 * Resolves in a later turn of the event loop, one caller a turn, in order. A client that repeats what was refused for want
 * of quota gets its answer at once when the server is idle. Hundreds of such clients get it one after the other: otherwise
 * each turn would be as long as all of their requests together, and a new connection, of which one is accepted a turn,
 * or a password hash, of which two are started a turn, would wait for that many turns.
 */
export function paceRefusal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  waiting.push(resolve)
  if (waiting.length === 1) setImmediate(release)
  return promise
}

function release(): void {
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(release)
}
