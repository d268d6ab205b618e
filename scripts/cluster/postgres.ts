import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptSecret } from './kept-secret.ts'
import type { ProgramDescription } from './start-program.ts'

const main = fileURLToPath(new URL('run-postgres.ts', import.meta.url))

/** Describes the PostgreSQL that comes with a package, with its data in a folder; returns its address too. */
export function postgres(folder: string, port: number): { readonly program: ProgramDescription; readonly url: string } {
  const password = keptSecret(join(folder, 'postgres-password'))
  return {
    program: {
      name: 'PostgreSQL',
      command: [process.execPath, main, join(folder, 'postgres'), String(port)],
      env: { ...process.env, CLUSTER_POSTGRES_PASSWORD: password },
      runs: /"msg":"listening","pid":(\d+)/,
      logFile: join(folder, 'postgres.log'),
    },
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
  }
}
