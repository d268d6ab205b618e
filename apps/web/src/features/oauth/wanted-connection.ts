import { sessionStorageEntries } from '../../storage/storage-entries.ts'

const key = 'latchkey-connect'

const minute = 60_000
const lifetime = 10 * minute

/**
 * Stores that the user was sent to sign in first so that a provider can be connected. An address alone must not start
 * connecting: an attacker's link could then connect the attacker's account to the user who follows it.
 */
export function wantConnection(provider: string, now: number = Date.now(), entries = sessionStorageEntries): void {
  entries.write(key, `${now} ${provider}`)
}

/** Whether this tab wanted to connect this provider in the last ten minutes. Removes the entry: true once. */
export function takeWantedConnection(
  provider: string,
  now: number = Date.now(),
  entries = sessionStorageEntries,
): boolean {
  const entry = entries.read(key)
  entries.remove(key)
  const [at = '', wanted] = (entry ?? '').split(' ')
  return wanted === provider && now - Number(at) < lifetime
}
