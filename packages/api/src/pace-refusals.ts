import { TurnQueue } from '@latchkey/auth'

const turns = new TurnQueue()

/**
 * Resolves in a later turn of the event loop, one caller a turn. A client that repeats what was refused for want of quota
 * gets its answer at once when the server is idle. Hundreds of such clients get it one after the other: otherwise each turn
 * would be as long as all of their requests together, and a new connection, of which one is accepted a turn, or a password
 * hash, of which two are started a turn, would wait for that many turns.
 */
export function paceRefusal(): Promise<void> {
  return turns.next()
}
