import { spawn } from 'node:child_process'
import type { Bench } from './run-bench.ts'

export interface ProcessToStart {
  readonly command: string
  readonly args: readonly string[]
  /** All of its environment; that of the bench where it is absent. */
  readonly env?: Readonly<Record<string, string>>
  /** What it prints once it is ready. */
  readonly ready: RegExp
  /** It ends when its input ends, which the end of the bench does too, and not by signals. */
  readonly endsWithInput?: true
}

export interface StartedProcess {
  readonly pid: number
  /** What it printed when it was ready. */
  readonly printed: RegExpExecArray
  /** Ends it, with SIGTERM unless it ends with its input, and resolves when it has ended. */
  readonly stop: () => Promise<void>
}

/**
 * Starts a process that ends with the bench, and resolves when it is ready.
 *
 * @throws Error when it ends before that.
 */
export async function startProcess(
  { onExit }: Bench,
  { command, args, env, ready, endsWithInput }: ProcessToStart,
): Promise<StartedProcess> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
    // In a group of its own: an interrupt of the bench must not reach it before its input ends.
    detached: endsWithInput === true,
  })
  if (endsWithInput === true) onExit(() => void child.stdin.destroy())
  else onExit(() => void child.kill('SIGKILL'))
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
      if (endsWithInput === true) child.stdin.end()
      else child.kill('SIGTERM')
      await exit
    },
  }
}
