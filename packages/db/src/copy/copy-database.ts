import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { copiedTables, type CopiedTable, keyOf, type Row } from './copied-tables.ts'
import { CopyError } from './copy-error.ts'
import type { CopySource, CopyTarget, SideOptions } from './copy-sides.ts'
import { openPostgresSource } from './postgres-source.ts'
import { openPostgresTarget } from './postgres-target.ts'
import { openSqliteSource } from './sqlite-source.ts'
import { openSqliteTarget } from './sqlite-target.ts'
import { verifyTable } from './verify-table.ts'

/** Where a database is: the path of a SQLite file, or the address of a PostgreSQL with its user and password. */
export type DatabaseAddress =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string }

/** What a copy has done so far. The target is marked first; each table is copied, then each is verified. */
export type CopyProgress =
  | { readonly stage: 'marked' }
  | { readonly stage: 'copying' | 'copied' | 'verifying' | 'verified'; readonly table: string; readonly rows: number }

export interface CopyOptions extends Partial<SideOptions> {
  readonly from: DatabaseAddress
  readonly to: DatabaseAddress
  /** How many rows are in memory at once, of each side. */
  readonly batchSize?: number
  /** Waited for after each batch. */
  readonly onProgress?: (progress: CopyProgress) => void | Promise<void>
}

const defaultBatchSize = 1000
const defaultLockTimeout = 10_000

/** The migrations in a checkout. */
const ownMigrations = {
  sqlite: fileURLToPath(new URL('../sqlite/migrations', import.meta.url)),
  postgres: fileURLToPath(new URL('../postgres/migrations', import.meta.url)),
}

/**
 * Copies every row of every table of data to an empty database, and compares all of them. The rows, and the end of the mark
 * by which a server knows an unfinished copy, are one transaction: when this process ends before, the target is empty and
 * marked, and the copy may be made again. The source does not change meanwhile.
 *
 * @throws CopyError with a line for the operator
 */
export async function copyDatabase({
  from,
  to,
  migrations = ownMigrations,
  lockTimeout = defaultLockTimeout,
  batchSize = defaultBatchSize,
  onProgress = () => undefined,
}: CopyOptions): Promise<void> {
  if (isSame(from, to)) throw new CopyError('The source and the target are the same database.')
  const source = await openSource(from, { migrations, lockTimeout })
  try {
    const target = await openTarget(to, { migrations, lockTimeout })
    try {
      await source.lock()
      await target.mark()
      await onProgress({ stage: 'marked' })
      await target.begin()
      for (const table of copiedTables) {
        // oxlint-disable-next-line no-await-in-loop -- a table refers to those before it
        await copyTable(table, { source, target, batchSize, onProgress })
      }
      // Once all are there: what a table does to another one when it gets a row, is seen.
      for (const table of copiedTables) {
        // oxlint-disable-next-line no-await-in-loop -- one batch is in memory
        await compareTable(table, { source, target, batchSize, onProgress })
      }
      await target.commit()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

interface TableCopy extends Required<Pick<CopyOptions, 'batchSize' | 'onProgress'>> {
  readonly source: CopySource
  readonly target: CopyTarget
}

async function copyTable(table: CopiedTable, { source, target, batchSize, onProgress }: TableCopy): Promise<void> {
  let rows = 0
  for await (const batch of source.read(table, batchSize)) {
    await insert(target, table, batch)
    rows += batch.length
    await onProgress({ stage: 'copying', table: table.name, rows })
  }
  await onProgress({ stage: 'copied', table: table.name, rows })
}

async function compareTable(table: CopiedTable, { source, target, batchSize, onProgress }: TableCopy): Promise<void> {
  let rows = 0
  for await (rows of verifyTable(table, source.read(table, batchSize), target.read(table, batchSize))) {
    await onProgress({ stage: 'verifying', table: table.name, rows })
  }
  await onProgress({ stage: 'verified', table: table.name, rows })
}

/** SQLSTATE of values that the engine does not take (22) and of constraints (23). */
const refusedRow = /^2[23]|^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/

/** @throws CopyError that names the rows where the target does not take one of them */
async function insert(target: CopyTarget, table: CopiedTable, rows: readonly Row[]): Promise<void> {
  try {
    await target.insert(table, rows)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && refusedRow.test(String(error.code)))) throw error
    const [first, last] = [rows.at(0), rows.at(-1)].map((row) => keyOf(table, row ?? []))
    throw new CopyError(`${table.name} ${first} to ${last}: the target does not take one of them: ${error.message}.`, {
      cause: error,
    })
  }
}

async function openSource(address: DatabaseAddress, options: SideOptions): Promise<CopySource> {
  return address.engine === 'sqlite'
    ? openSqliteSource(address.file, options)
    : openPostgresSource(address.url, options)
}

async function openTarget(address: DatabaseAddress, options: SideOptions): Promise<CopyTarget> {
  return address.engine === 'sqlite'
    ? openSqliteTarget(address.file, options)
    : openPostgresTarget(address.url, options)
}

function isSame(from: DatabaseAddress, to: DatabaseAddress): boolean {
  return placeOf(from) === placeOf(to)
}

function placeOf(address: DatabaseAddress): string {
  if (address.engine === 'postgres') {
    const { host, pathname } = new URL(address.url)
    return `${host}${pathname}`
  }
  try {
    return realpathSync(address.file)
  } catch {
    // It does not exist.
    return address.file
  }
}
