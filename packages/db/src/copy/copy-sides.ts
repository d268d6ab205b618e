import type { CopiedTable, Row } from './copied-tables.ts'

/** Rows of a table in batches, in its order. Every batch but the last has as many rows as it was asked for. */
export type RowBatches = AsyncGenerator<readonly Row[], undefined>

/** How a database is opened for a copy. */
export interface SideOptions {
  /** The folders of migrations. */
  readonly migrations: { readonly sqlite: string; readonly postgres: string }
  /** Milliseconds for which the lock of another program is waited for. */
  readonly lockTimeout: number
}

/** A database whose rows are copied. */
export interface CopySource {
  /**
   * Keeps all others from changing its rows until `close`; they can read.
   *
   * @throws CopyError where another program does not let go of its lock
   */
  lock(): Promise<void>
  read(table: CopiedTable, batchSize: number): RowBatches
  close(): Promise<void>
}

/** A database that rows are copied into, all or none of them. */
export interface CopyTarget {
  /**
   * Brings its tables up to date and marks it as an unfinished copy, which outlasts this process.
   *
   * @throws CopyError where it has rows, and leaves it as it was
   */
  mark(): Promise<void>

  /** Begins the one transaction in which all rows are copied, and keeps all others from changing any. */
  begin(): Promise<void>
  insert(table: CopiedTable, rows: readonly Row[]): Promise<void>
  read(table: CopiedTable, batchSize: number): RowBatches

  /** Takes the mark away, and commits. */
  commit(): Promise<void>

  /** Drops all rows that are not committed. The mark stays. */
  close(): Promise<void>
}
