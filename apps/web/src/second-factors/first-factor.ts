import type { SignInMethod } from '@latchkey/schema'
import { sessionStorageEntries } from '../storage/storage-entries.ts'

const key = 'latchkey-first-factor'

/** Keeps the method whose first step was right for this tab, until the second is: then the user has signed in by it. */
export function keepFirstFactor(method: SignInMethod, entries = sessionStorageEntries): void {
  entries.write(key, method)
}

/** Returns the method once, then `null`. */
export function takeFirstFactor(entries = sessionStorageEntries): SignInMethod | null {
  const method = entries.read(key)
  entries.remove(key)
  return isMethod(method) ? method : null
}

function isMethod(value: string | null): value is SignInMethod {
  return value === 'password' || value === 'code' || value?.startsWith('oauth:') === true
}
