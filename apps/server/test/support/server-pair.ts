import { type BuiltServer, startBuiltServer } from './built-server.ts'
import { testSecret } from './test-secret.ts'

/** Two servers over one database, each in a process of its own. */
export type ServerPair = readonly [BuiltServer, BuiltServer]

/** Starts two servers, each with its address of the same PostgreSQL. They end with the test. */
export async function startServerPair(
  urls: readonly [string, string],
  envs: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>] = [{}, {}],
): Promise<ServerPair> {
  const start = (url: string, env: Readonly<Record<string, string>>): Promise<BuiltServer> =>
    startBuiltServer({
      env: {
        DATABASE_URL: url,
        APP_SECRETS: testSecret('shared'),
        SESSIONS_PER_USER: '500',
        ATTEMPTS_PER_ACCOUNT: '1000000',
        ATTEMPTS_PER_NETWORK: '1000000',
        ...env,
      },
    })
  return Promise.all([start(urls[0], envs[0]), start(urls[1], envs[1])])
}
