import { DatabaseError } from 'pg'

/** SQLSTATE of what two transactions did to each other: the same transaction may succeed when it runs again. */
const conflicts = new Set(['40001', '40P01'])

/**
 * SQLSTATE of what may pass by itself: connections (08), resources (53), a statement or a lock that took too long, the
 * server's shutdown and start (57), a server that became a standby (25006), a transaction that was given up (25P03), a
 * prepared statement that a failed one took along (26000), and failures of the system (58).
 */
const passing = /^(08|53|57|58|55P03|25006|25P03|26000|40001|40P01)/

/** Codes of sockets that can't be opened or broke. */
const broken = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'ECONNABORTED',
  'EMFILE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])

const cut = new Set(['ECONNRESET', 'EPIPE'])
/** The server stops (57P01) or lost another process (57P02), or a statement is no longer prepared. */
const cutStates = new Set(['57P01', '57P02', '26000'])

/** What the driver says, without a code, of a connection that broke and of a pool that has none to give. */
const brokenMessages =
  /^(Connection terminated|timeout (exceeded|expired)|Client (has encountered|was closed)|Query read timeout)/

/** Whether a transaction failed for another one's sake, and may succeed when it runs again. */
export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && conflicts.has(error.code ?? '')
}

/** Whether an error says that another row has what a constraint keeps unique. */
export function isTaken(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.code === '23505' && error.constraint === constraint
}

/** Whether an error says that PostgreSQL can't be reached or can't do the work now. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseError) return passing.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  return ('code' in error && broken.has(String(error.code))) || brokenMessages.test(error.message)
}

/** Whether an error says that a connection was cut that had been open: another one may be had at once. */
export function isCut(error: unknown): boolean {
  if (error instanceof DatabaseError) return cutStates.has(error.code ?? '')
  if (!(error instanceof Error)) return false
  return (
    ('code' in error && cut.has(String(error.code))) ||
    /^(Connection terminated|Query read timeout|Client (has encountered|was closed))/.test(error.message)
  )
}
