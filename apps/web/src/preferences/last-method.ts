import type { SignInMethod } from '@latchkey/schema'
import { localStorageEntries } from '../storage/storage-entries.ts'

/** The key in the browser's storage. It names a method, such as `password` or `oauth:google`, and no user. */
export const lastMethodKey = 'latchkey-last-method'

/** Stores the method by which a user has signed in here, so that the next sign-in can point it out. */
export function rememberMethod(method: SignInMethod, entries = localStorageEntries): void {
  entries.write(lastMethodKey, method)
}

/** Returns the method by which a user signed in here last, or `null`. The value is unverified. */
export function lastMethod(entries = localStorageEntries): string | null {
  return entries.read(lastMethodKey)
}
