import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from './read-config.ts'

/** Returns where a database is, by a value of `DATABASE_URL`. A relative path is relative to `root`. */
export function databaseAddress(url: string, root: string): Pick<Config, 'databaseFile' | 'postgresUrl'> {
  if (!url.startsWith('file:')) return { databaseFile: null, postgresUrl: url }
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
  const databaseFile = path === ':memory:' || isAbsolute(path) ? path : resolve(root, path)
  return { databaseFile, postgresUrl: null }
}
