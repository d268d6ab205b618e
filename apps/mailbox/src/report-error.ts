const closedByClient = new Set<unknown>(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

/**
 * Writes an unexpected error of this app to standard error. A connection that the client closed is none: several faults
 * make a client do so.
 */
export function reportError(error: unknown): void {
  if (error instanceof Error && 'code' in error && closedByClient.has(error.code)) return
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}
