import type { SignInMethod } from '@latchkey/schema'

/** The key in the browser's storage. It names a method, such as `password` or `oauth:google`, and no user. */
export const lastMethodKey = 'latchkey-last-method'

/** Stores the method by which a user has signed in here, so that the next sign-in can point it out. */
export function rememberMethod(method: SignInMethod, storage: Pick<Storage, 'setItem'> = window.localStorage): void {
  try {
    storage.setItem(lastMethodKey, method)
  } catch {
    // Storage is blocked or full: the next sign-in points out none.
  }
}

/** Returns the method by which a user signed in here last, or `null`. The value is unverified. */
export function lastMethod(storage: Pick<Storage, 'getItem'> = window.localStorage): string | null {
  try {
    return storage.getItem(lastMethodKey)
  } catch {
    return null
  }
}
