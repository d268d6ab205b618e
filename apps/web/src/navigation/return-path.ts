import { localPath } from '@latchkey/schema'

/** Where someone is after signing in when they were not on their way anywhere. */
export const startPath = '/'

/** Pages for people who are signed out; going back to one after signing in would lead in a circle. */
const signedOutPaths = ['/sign-in', '/sign-up', '/ended']

/** Where a trip to a provider ends; without the trip there is nothing to see. */
const passingPath = '/oauth/callback/'

/** The search parameters of the signed-out pages. */
export interface ReturnToSearch {
  readonly returnTo?: string
}

/** Keeps what is ours and safe to follow; everything else in the address is ignored. */
export function parseReturnToSearch(search: Readonly<Record<string, unknown>>): ReturnToSearch {
  const returnTo = returnPath(search['returnTo'])
  return returnTo === startPath ? {} : { returnTo }
}

/** The page of this app to go to after signing in. */
export function returnPath(value: unknown): string {
  const path = localPath(value)
  return path === null || isSignedOutPath(path) || path.startsWith(passingPath) ? startPath : path
}

export function isSignedOutPath(path: string): boolean {
  const [pathname] = path.split(/[?#]/, 1)
  return signedOutPaths.some((signedOut) => pathname === signedOut || pathname === `${signedOut}/`)
}
