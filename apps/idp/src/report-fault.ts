const hangUps = new Set<unknown>(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

/** Faults of this app, for the developer. Clients that hang up are what several behaviours are for: no fault. */
export function reportFault(fault: unknown): void {
  if (fault instanceof Error && 'code' in fault && hangUps.has(fault.code)) return
  process.stderr.write(`${fault instanceof Error ? fault.stack : String(fault)}\n`)
}
