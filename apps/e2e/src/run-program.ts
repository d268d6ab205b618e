import { spawn } from 'node:child_process'
import { expect } from './server.ts'

/** A program at a terminal: what it says, and what is typed. */
export interface RunningProgram {
  /** Waits until it has said this, and returns the part that was asked for. */
  readonly said: (what: RegExp) => Promise<string>
  readonly type: (text: string) => void
  readonly exitCode: Promise<number | null>
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program; one that is still waiting for input when the journeys are over ends with its input. */
export function runProgram(command: string, args: readonly string[], { cwd, env }: RunOptions = {}): RunningProgram {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return {
    said: async (what) => {
      await expect.poll(() => output).toMatch(what)
      return what.exec(output)?.[1] ?? ''
    },
    type: (text) => child.stdin.write(text),
    exitCode: new Promise((resolve) => child.on('close', resolve)),
  }
}
