import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { stopProcess } from './stop-process.ts'

/** How a program is started, and how it says that it runs. */
export interface ProgramDescription {
  /** As the lines of the cluster name it. */
  readonly name: string
  readonly command: readonly [program: string, ...parameters: string[]]
  readonly env: NodeJS.ProcessEnv
  /** Matches the line of its output that says that it runs; a group in it is the id of the process to name. */
  readonly runs: RegExp
  /** The file that its output is added to. */
  readonly logFile: string
}

export interface Program {
  /** Resolves with the id of its process once it runs; rejects with the end of its output when it ends before. */
  readonly running: Promise<number>
  /** Resolves with how it ended, once nothing of it is left. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}

const linesOfReason = 5

/**
 * Starts a program in a process group of its own: Ctrl-C in a terminal reaches the whole group of the program in front, and
 * would end everything at once instead of one after the other.
 */
export function startProgram({ name, command, env, runs, logFile }: ProgramDescription): Program {
  const [program, ...parameters] = command
  const child = spawn(program, parameters, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output: readonly string[] = []
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      killGroup(child.pid)
      resolve(signal ?? `exit code ${code}`)
    })
  })
  const running = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        appendFileSync(logFile, `${line}\n`)
        output = [...output, line].slice(-linesOfReason)
        const found = runs.exec(line)
        if (found !== null) resolve(Number(found[1] ?? child.pid))
      })
    }
    const fail = (reason: string): void => reject(new Error(`${name} did not start: ${reason}`))
    child.once('error', (error) => fail(error.message))
    // Not at its exit, which comes before its last lines.
    child.once('close', () => fail(output.join('\n')))
  })
  return { running, ended, stop: () => stopProcess(child) }
}

/** Ends what a program left behind that was killed, like the workers of nginx, which would keep its port. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is empty.
  }
}
