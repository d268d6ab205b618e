import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface LocalProgramOptions {
  /** The name of its folder in `apps`. */
  readonly app: string
  /** Its variables, beside those of this process. */
  readonly env: Readonly<Record<string, string>>
  /** Whether Ctrl-C in a terminal does not reach it. */
  readonly detached: boolean
}

export interface LocalProgram {
  readonly process: ChildProcess
  /** What it says in the line with which it listens. */
  readonly listening: Readonly<Record<string, unknown>>
}

/** Starts a program of `apps` that stands in for a service of others. Null when it ends before it listens: it says why. */
export async function startLocalProgram({ app, env, detached }: LocalProgramOptions): Promise<LocalProgram | null> {
  const main = fileURLToPath(new URL(`../apps/${app}/src/main.ts`, import.meta.url))
  const child = spawn(process.execPath, [main], {
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const line = await new Promise<string | null>((resolve) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('close', () => resolve(null))
  })
  return line === null ? null : { process: child, listening: JSON.parse(line) as Readonly<Record<string, unknown>> }
}
