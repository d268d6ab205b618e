import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Node compiles the sources of the examples once, and not for each of their processes. */
const compileCache = join(tmpdir(), 'latchkey-compile-cache')

/** One of the examples, running. */
export interface RunningExample {
  /** The next line that it says, on standard output; rejects once it has ended. */
  readonly line: () => Promise<string>
  /** Types a line. */
  readonly type: (text: string) => void
  readonly endInput: () => void
  readonly exit: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

/** Starts an example as a user would. Its environment holds the given variables alone; it ends with the test. */
export function runExample(
  name: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> },
): RunningExample {
  const main = fileURLToPath(new URL(`../../../../examples/${name}/src/main.ts`, import.meta.url))
  const child = spawn(process.execPath, [main, ...args], {
    stdio: 'pipe',
    env: { NODE_COMPILE_CACHE: compileCache, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  let read = 0
  let wake: () => void = () => undefined
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString()
    wake()
  })
  let hasEnded = false
  const exit = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      hasEnded = true
      wake()
      resolve({ code, ...said })
    })
  })
  return {
    line: async () => {
      for (;;) {
        const end = said.stdout.indexOf('\n', read)
        if (end >= 0) {
          const line = said.stdout.slice(read, end)
          read = end + 1
          return line
        }
        if (hasEnded) throw new Error(`it says no more: ${said.stderr}`)
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    type: (text) => void child.stdin.write(`${text}\n`),
    endInput: () => child.stdin.end(),
    exit,
  }
}
