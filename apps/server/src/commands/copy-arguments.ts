import { parseArgs } from 'node:util'
import type { DatabaseAddress } from '@latchkey/db/copy'
import { databaseAddress } from '../config/database-address.ts'
import { isFileAddress, isPostgresAddress } from '../config/variable-formats.ts'

export interface CopyArguments {
  readonly from: DatabaseAddress
  readonly to: DatabaseAddress
}

/** Returns the arguments of `pnpm db:copy`, or in one line what is wrong with them. Relative paths are relative to `root`. */
export function readCopyArguments(args: readonly string[], root: string): CopyArguments | string {
  const values = valuesOf(args)
  if (values === null || values.from === undefined || values.to === undefined) {
    return 'Usage: pnpm db:copy --from <url> --to <url>, each as DATABASE_URL is: file:./data/latchkey.db or postgres://user@host/database'
  }
  const from = addressOf(values.from, root)
  const to = addressOf(values.to, root)
  if (from === null || to === null) {
    return `${from === null ? '--from' : '--to'} must be file: and a path, like file:./data/latchkey.db, or postgres://user:password@host/database.`
  }
  return { from, to }
}

function valuesOf(args: readonly string[]): { readonly from?: string; readonly to?: string } | null {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' } } as const
    return parseArgs({ args: [...args], options }).values
  } catch {
    return null
  }
}

function addressOf(url: string, root: string): DatabaseAddress | null {
  if (!isFileAddress(url) && !isPostgresAddress(url)) return null
  const { databaseFile, postgresUrl } = databaseAddress(url, root)
  if (postgresUrl !== null) return { engine: 'postgres', url: postgresUrl }
  return databaseFile === null || databaseFile === ':memory:' ? null : { engine: 'sqlite', file: databaseFile }
}
