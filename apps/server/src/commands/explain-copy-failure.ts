import { CopyError } from '@latchkey/db/copy'

const again = 'The copy did not come to its end: run this again.'

/**
 * Returns why a copy was not made, in one line; `null` for an unknown error. The texts of the engines name no value of a row
 * and no password.
 */
export function explainCopyFailure(error: unknown): string | null {
  if (error instanceof CopyError) return `${error.message} Nothing was copied.`
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (error.code.startsWith('SQLITE_')) return `SQLite: ${error.message} (${error.code}). ${again}`
  if (error.message !== '') return `${error.message} (${error.code}). ${again}`
  // What is tried at several addresses has no text of its own.
  return `PostgreSQL does not answer (${error.code}): start it, or correct the address.`
}
