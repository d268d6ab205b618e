import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Bench {
  /** A temporary folder, which is deleted when the program exits. */
  readonly folder: string
  /** Registers a synchronous cleanup, which runs at every exit of the program. */
  readonly onExit: (cleanUp: () => void) => void
  /** Prints a failed expectation. The program continues and exits with 1. */
  readonly fail: (message: string) => void
}

/** Runs one benchmark, cleans up after it and exits. It stops the benchmark after `timeoutMs`. */
export async function runBench(timeoutMs: number, program: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const cleanUps: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 })]
  process.on('exit', () => cleanUps.toReversed().forEach((cleanUp) => cleanUp()))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  setTimeout(() => {
    console.error(`Stopped: the benchmark did not finish within ${timeoutMs / 1000} s.`)
    process.exit(1)
  }, timeoutMs)

  let failures = 0
  await program({
    folder,
    onExit: (cleanUp) => void cleanUps.push(cleanUp),
    fail: (message) => {
      failures += 1
      console.error(`FAILED: ${message}`)
    },
  }).catch((error: unknown) => {
    failures += 1
    console.error(error)
  })
  process.exit(failures === 0 ? 0 : 1)
}
