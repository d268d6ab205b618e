import { spawn } from 'node:child_process'
import type { Bench } from './run-bench.ts'

export interface ProcessToStart {
  readonly command: string
  readonly args: readonly string[]
  /** All of its environment; that of the bench where it is absent. */
  readonly env?: Readonly<Record<string, string>>
  /** What it prints once it is ready. */
  readonly ready: RegExp
}

export interface StartedProcess {
  readonly pid: number
  /** What it printed when it was ready. */
  readonly printed: RegExpExecArray
  /** Ends it with SIGTERM, and resolves when it has ended. */
  readonly stop: () => Promise<void>
}

/**
 * Starts a process that ends with the bench, and resolves when it is ready.
 *
 * @throws Error when it ends before that.
 */
export async function startProcess(
  { onExit }: Bench,
  { command, args, env, ready }: ProcessToStart,
): Promise<StartedProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  onExit(() => void child.kill('SIGKILL'))
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const printed = await new Promise<RegExpExecArray>((resolve, reject) => {
    let output = ''
    const onData = (chunk: Buffer): void => {
      output += chunk.toString()
      const match = ready.exec(output)
      if (match === null) return
      child.stdout.off('data', onData)
      // An unread pipe would fill up and hold the process.
      child.stdout.resume()
      resolve(match)
    }
    child.stdout.on('data', onData)
    child.on('exit', (code) => reject(new Error(`${command} ${args.join(' ')} ended with ${code} before it was ready`)))
  })
  return {
    pid: child.pid ?? 0,
    printed,
    stop: async () => {
      child.kill('SIGTERM')
      await exit
    },
  }
}
