import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The real program over a file. */
export interface ServerProcess {
  readonly url: string
  /** Resolves once it answers; rejects when it ended before. */
  readonly listening: Promise<void>
  /** As the power button would: nothing is finished, nothing is written. Resolves when it is gone. */
  readonly kill: () => Promise<void>
}

export async function startProcess(file: string): Promise<ServerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      DATABASE_URL: `file:${file}`,
      PORT: String(port),
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      ATTEMPTS_PER_ACCOUNT: '1000000',
      ATTEMPTS_PER_NETWORK: '1000000',
      SESSIONS_PER_USER: '500',
    },
  })
  let said = ''
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const listening = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('"msg":"listening"')) resolve()
    })
    child.on('exit', () => reject(new Error(`it ended before it listened: ${said}`)))
  })
  // Whoever kills it before that does not ask.
  listening.catch(() => undefined)
  return {
    url: `http://127.0.0.1:${port}`,
    listening,
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}
