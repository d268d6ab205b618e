import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Bench {
  /** Temporary; it goes with the program. */
  readonly folder: string
  /** Has something done when the program ends, however it ends. It must not wait. */
  readonly atEnd: (undo: () => void) => void
  /** Says that the program found what must not be; it goes on and ends with 1. */
  readonly fail: (what: string) => void
}

/** Runs one measuring program: it ends by itself within `limit` milliseconds and leaves nothing behind. */
export async function runBench(limit: number, program: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const undos: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 })]
  process.on('exit', () => undos.toReversed().forEach((undo) => undo()))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  setTimeout(() => {
    console.error(`Stopped: it was not done after ${limit / 1000} s.`)
    process.exit(1)
  }, limit)

  let failures = 0
  await program({
    folder,
    atEnd: (undo) => void undos.push(undo),
    fail: (what) => {
      failures += 1
      console.error(`FAILED: ${what}`)
    },
  }).catch((error: unknown) => {
    failures += 1
    console.error(error)
  })
  process.exit(failures === 0 ? 0 : 1)
}
