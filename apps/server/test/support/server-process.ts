import { spawn } from 'node:child_process'
import { builtMain } from './built-server.ts'
import { listeningUrl } from './listening-url.ts'

/** The built server in a process of its own. */
export interface ServerProcess {
  /** Resolves with the address once the server listens; rejects when the process ends before. */
  readonly listening: Promise<string>
  /** Ends the process with SIGKILL: it finishes no request and writes nothing. Resolves when the process is gone. */
  readonly kill: () => Promise<void>
}

/** Starts a server over a database file. */
export function startProcess(file: string): ServerProcess {
  return startProcessWith({ DATABASE_URL: `file:${file}` })
}

/** Starts a server over the database that the variables name. */
export function startProcessWith(databaseEnv: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, [builtMain], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...databaseEnv,
      PORT: '0',
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      ATTEMPTS_PER_ACCOUNT: '1000000',
      ATTEMPTS_PER_NETWORK: '1000000',
      SESSIONS_PER_USER: '500',
    },
  })
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const listening = listeningUrl(child)
  // A test that kills the server before it listens does not wait for this.
  listening.catch(() => undefined)
  return {
    listening,
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}
