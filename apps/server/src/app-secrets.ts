import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'

const fileName = 'app-secret'
const secretBytes = 32

/**
 * The secrets of the configuration. On a laptop, where none are set, one is made and kept beside the database: a copy of
 * the folder is a copy of both, which is why production wants them set.
 */
export function readAppSecrets({
  secrets,
  databaseFile,
}: Pick<Config, 'secrets' | 'databaseFile'>): [string, ...string[]] {
  const [newest, ...older] = secrets
  if (newest !== undefined) return [newest, ...older]
  const made = randomBytes(secretBytes).toString('base64url')
  if (databaseFile === ':memory:') return [made]
  const file = join(dirname(databaseFile), fileName)
  if (!existsSync(file)) writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return [readFileSync(file, 'utf8').trim()]
}
