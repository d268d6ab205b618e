import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const program = fileURLToPath(new URL('../../dist/db-copy.js', import.meta.url))

/** What `pnpm db:copy` said, and how it ended. */
export interface CopyResult {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `pnpm db:copy` as it is built. Where it says `killAt`, it is ended with SIGKILL. */
export function runCopy(args: readonly string[], killAt: RegExp | null = null): Promise<CopyResult> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString()
    if (killAt?.test(said.stdout) === true) child.kill('SIGKILL')
  })
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...said }))
  })
}
