import { closeDatabase, openDatabase } from '../src/sqlite/index.ts'

/** Holds the write lock over a connection of its own, like another process. Returns a function that gives it back. */
export function lockDatabase(file: string): () => void {
  const other = openDatabase(file)
  other.$client.exec('BEGIN IMMEDIATE')
  return () => {
    other.$client.exec('ROLLBACK')
    closeDatabase(other)
  }
}
