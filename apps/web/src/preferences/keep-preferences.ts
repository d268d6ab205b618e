import { localStorageEntries } from '../storage/storage-entries.ts'
import { preferenceKeys } from './preferences.ts'

/**
 * Keeps what the user chose and last used in this browser through a sign-out, at which the server has the browser clear the
 * site's storage. Called before; returns what to call after.
 */
export function keepPreferences(entries = localStorageEntries): () => void {
  const kept = preferenceKeys.map((key) => [key, entries.read(key)] as const)
  return () => {
    for (const [key, value] of kept) if (value !== null) entries.write(key, value)
  }
}
