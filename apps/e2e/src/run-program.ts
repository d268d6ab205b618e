import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'

/** A program at a terminal. */
export interface RunningProgram {
  /**
   * Waits for output that matches, from the start of the program on.
   *
   * @returns the first group of the pattern, or an empty string where it has none
   * @throws Error if the program ends without such output, or prints none within the time limit
   */
  readonly printed: (pattern: RegExp) => Promise<string>
  readonly type: (text: string) => void
  readonly exitCode: Promise<number | null>
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Milliseconds: a program that polls prints something every five seconds at most. */
const printLimit = 30_000

/** Starts a program. One that still waits for input when the tests are over ends with its input. */
export function runProgram(command: string, args: readonly string[], { cwd, env }: RunOptions = {}): RunningProgram {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  const changes = new EventEmitter()
  let output = ''
  let isClosed = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      changes.emit('change')
    })
  }
  const exitCode = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      isClosed = true
      changes.emit('change')
      resolve(code)
    })
  })
  return {
    printed: async (pattern) => {
      const signal = AbortSignal.timeout(printLimit)
      for (;;) {
        const match = pattern.exec(output)
        if (match !== null) return match[1] ?? ''
        if (isClosed || signal.aborted) throw new Error(`The program printed nothing like ${pattern}, but:\n${output}`)
        await once(changes, 'change', { signal }).catch(() => null)
      }
    },
    type: (text) => child.stdin.write(text),
    exitCode,
  }
}
