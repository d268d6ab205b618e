import { localPath } from '@latchkey/schema'

/** The page after signing in when there is no path to return to. */
export const startPath = '/'

/** Pages for users who are not signed in, or not wholly; returning to one after signing in would redirect in a circle, or lead to nothing. */
const signedOutPaths = [
  '/sign-in',
  '/sign-up',
  '/second-step',
  '/two-step-verification',
  '/ended',
  '/check-mail',
  '/forgot-password',
  '/undo-email-change',
]

/** The page for a provider's response; without a response it has nothing to show. */
const callbackPath = '/oauth/callback/'

/** The search parameters of the signed-out pages. */
export interface ReturnToSearch {
  readonly returnTo?: string
}

/** Keeps a safe path of this app; other search parameters are ignored. */
export function parseReturnToSearch(search: Readonly<Record<string, unknown>>): ReturnToSearch {
  const returnTo = returnPath(search['returnTo'])
  return returnTo === startPath ? {} : { returnTo }
}

/** Returns the path of this app to go to after signing in; the start for any other value. */
export function returnPath(value: unknown): string {
  const path = localPath(value)
  return path === null || isSignedOutPath(path) || path.startsWith(callbackPath) ? startPath : path
}

export function isSignedOutPath(path: string): boolean {
  const [pathname] = path.split(/[?#]/, 1)
  return signedOutPaths.some((signedOut) => pathname === signedOut || pathname === `${signedOut}/`)
}
