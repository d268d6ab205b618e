import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from './config-error.ts'
import type { Config } from './read-config.ts'
import { minSecretLength } from './variable-formats.ts'

/** The file of the secret that is made on a laptop, beside the database. */
export const appSecretFile = 'app-secret'
const secretBytes = 32

/**
 * Returns the secrets of the configuration. On a laptop, where none are set, one is made and stored beside the database. A
 * copy of that folder has both, which is why production requires them to be set.
 *
 * @throws ConfigError when the file that is there holds no secret
 */
export function readAppSecrets(
  { secrets, databaseFile }: Pick<Config, 'secrets' | 'databaseFile'>,
  random: (size: number) => Buffer = randomBytes,
): [string, ...string[]] {
  const [newest, ...older] = secrets
  if (newest !== undefined) return [newest, ...older]
  const make = (): string => random(secretBytes).toString('base64url')
  if (databaseFile === null || databaseFile === ':memory:') return [make()]

  const file = join(dirname(databaseFile), appSecretFile)
  if (!existsSync(file)) storeSecret(file, make())
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < minSecretLength) {
    throw new ConfigError(`${file} holds no secret: delete it, and one is made, or set APP_SECRETS.`)
  }
  return [secret]
}

/** Stores the secret whole or not at all, and never over another: a process may be killed here, and two may start at once. */
function storeSecret(file: string, secret: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
}
