import { preferenceKeys } from './preferences.ts'

/**
 * Keeps what the user chose and last used in this browser through a sign-out, at which the server has the browser clear the site's
 * storage. Called before; returns what to call after.
 */
export function keepPreferences(storage: Pick<Storage, 'getItem' | 'setItem'> = window.localStorage): () => void {
  const kept = preferenceKeys.map((key) => [key, storage.getItem(key)] as const)
  return () => {
    for (const [key, value] of kept) if (value !== null) storage.setItem(key, value)
  }
}
